"""Prints how many evaluations pycma needs, for CMAESEvaluationTests.swift: quartiles over seeds.

Each line of output is a setting (full, active or separable), a function, its dimension, and the quartiles of the number
of evaluations up to the first one that is below 1e-9, over as many seeds as the first argument says (default 31);
further arguments choose settings. A run that needs more than 300 n^2 evaluations counts as infinite: Rosenbrock's
function has a second minimum.

pycma's defaults, except: negative weights only in `active`; `separable` is pycma's class for a diagonal covariance matrix
with the rates of Ros and Hansen 2008, (n + 2) / 3 times those of the full matrix. No criterion ends a run early.
"""

import sys

import cma
import numpy


class Separable(cma.sampler.GaussDiagonalSampler):
    def parameters(self, mueff=None, lam=None):
        rates, scale = super().parameters(mueff, lam), (self.dimension + 2) / 3
        return {"c1": rates["c1"] * scale, "cmu": min(1 - rates["c1"] * scale, rates["cmu"] * scale)}


def sphere(x):
    return numpy.dot(x, x)


def ellipsoid(x):
    return numpy.dot(10 ** (6 * numpy.arange(len(x)) / (len(x) - 1)), x**2)


def rosenbrock(x):
    return numpy.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


# The starts are those of Ros and Hansen 2008: mean and deviation.
FUNCTIONS = [(sphere, 1, 1), (ellipsoid, 1, 1), (rosenbrock, 0, 0.1)]


def evaluations(setting, function, mean, deviation, n, seed):
    options = {"seed": seed, "verbose": -9, "CMA_active": setting == "active"}
    if setting == "separable":
        options["CMA_sampler"] = Separable
    search = cma.CMAEvolutionStrategy(n * [mean], deviation, options)
    limit = 300 * n**2
    count = 0
    while count < limit:
        points = search.ask()
        values = [function(x) for x in points]
        for i, value in enumerate(values):
            if value < 1e-9:
                return count + i + 1
        count += len(values)
        search.tell(points, values)
    return numpy.inf


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 31
    for setting in sys.argv[2:] or ["full", "active", "separable"]:
        for function, mean, deviation in FUNCTIONS:
            if setting == "separable" and function is rosenbrock:
                continue  # 1e5 evaluations
            for n in [5, 10, 20]:
                counts = [evaluations(setting, function, mean, deviation, n, seed + 1) for seed in range(seeds)]
                quartiles = numpy.quantile(counts, [0.25, 0.5, 0.75], method="nearest")
                print(setting, function.__name__, n, *quartiles, flush=True)


main()
