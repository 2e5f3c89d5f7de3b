"""Writes nsga2_reference.json, for CrowdedOrderTests.swift: fronts, crowding and survivors as DEAP has them.

Each case has the objectives of individuals, all to be maximised. Those of whole numbers have many ties, equal
individuals among them, and only fronts: where individuals tie in an objective, who is its highest is a matter of taste.
Crowding is DEAP's times the number of objectives, by which DEAP divides; infinity is null.
"""

import json
import math
import pathlib
import random

from deap import base, tools


class Individual:
    def __init__(self, number, objectives):
        self.number = number
        self.fitness = type("", (base.Fitness,), {"weights": (1.0,) * len(objectives)})()
        self.fitness.values = objectives


def case(rows, has_ties):
    individuals = [Individual(number, row) for number, row in enumerate(rows)]
    fronts = tools.sortNondominated(individuals, len(individuals))
    result = {"objectives": rows, "fronts": [sorted(one.number for one in front) for front in fronts]}
    if has_ties:
        return result
    half = len(individuals) // 2
    survivors = {one.number for one in tools.selNSGA2(individuals, half)}
    for front in fronts:
        tools.emo.assignCrowdingDist(front)
    crowding = [one.fitness.crowding_dist * len(rows[0]) for one in individuals]
    result["crowding"] = [None if math.isinf(distance) else distance for distance in crowding]
    # Where the last that survives has as much room as the first that does not, another may have.
    places = [(place, -one.fitness.crowding_dist) for place, front in enumerate(fronts) for one in front]
    if not 0 < half or sorted(places)[half - 1] != sorted(places)[half]:
        result["survivors"] = sorted(survivors)
    return result


def main():
    draws = random.Random(1)
    cases = []
    for objectives in (2, 3, 5):
        for count in (1, 2, 7, 60):
            rows = [[draws.uniform(-10, 10) for _ in range(objectives)] for _ in range(count)]
            cases.append(case(rows, has_ties=False))
            rows = [[float(draws.randrange(6)) for _ in range(objectives)] for _ in range(count)]
            cases.append(case(rows, has_ties=True))
    # Few fronts, each of many.
    rows = [[x, 1 - x + draws.choice((0, 0.5))] for x in (draws.random() for _ in range(60))]
    cases.append(case(rows, has_ties=False))
    text = ",\n".join(json.dumps(case) for case in cases)
    pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{text}\n]\n")


main()
