"""The update of natural evolution strategies on binary networks, written from its published rule.

With utilities u_i, weight bits w_i in {0, 1} of probability p = sigmoid(logit), biases b_i of mean m and standard
deviation s, and n individuals:

    logit += rate / n * sum_i u_i (w_i - p) / (p (1 - p) + epsilon)     (without the divisor: the plain gradient)
    m     += rate / n * sum_i u_i (b_i - m) / s^2
    s     += rate / n * sum_i u_i ((b_i - m)^2 - s^2) / s^3, at least 0.1

Each line of standard input is a JSON object: first the settings and the starting state, then a generation a line,
with "bits" (texts of 0 and 1), "floats" and "returns". For each line there is one line of output, the state.
"""

import json
import sys

import numpy


def shaped(returns, rule):
    if rule == "none":
        return returns
    if rule == "standardized":
        deviation = returns.std()
        return (returns - returns.mean()) / deviation if deviation > 0 else numpy.zeros_like(returns)
    # A rank is the number of smaller returns plus half the number of other equal ones.
    ranks = [(returns < r).sum() + ((returns == r).sum() - 1) / 2 for r in returns]
    return numpy.array(ranks) / (len(returns) - 1) - 0.5


class Optimizer:
    """Turns a gradient into the direction of a step: none, [momentum] or Adam's [beta1, beta2, epsilon]."""

    def __init__(self, settings):
        self.settings = settings
        self.velocity = self.first = self.second = 0.0
        self.steps = 0

    def direction(self, gradient):
        if not self.settings:
            return gradient
        if len(self.settings) == 1:
            self.velocity = self.settings[0] * self.velocity + gradient
            return self.velocity
        beta1, beta2, epsilon = self.settings
        self.steps += 1
        self.first = beta1 * self.first + (1 - beta1) * gradient
        self.second = beta2 * self.second + (1 - beta2) * gradient**2
        mean = self.first / (1 - beta1**self.steps)
        variance = self.second / (1 - beta2**self.steps)
        return mean / (numpy.sqrt(variance) + epsilon)


def main():
    settings = json.loads(sys.stdin.readline())
    logits, means, deviations = (numpy.array(settings[name], dtype=float) for name in ("logits", "means", "deviations"))
    optimizer = Optimizer(settings["optimizer"])

    def answer():
        state = {"logits": logits.tolist(), "means": means.tolist(), "deviations": deviations.tolist()}
        print(json.dumps(state), flush=True)

    answer()
    for line in sys.stdin:
        generation = json.loads(line)
        utilities = shaped(numpy.array(generation["returns"], dtype=float), settings["shaping"])
        count = len(utilities)

        probabilities = 1 / (1 + numpy.exp(-logits))
        gradient = numpy.zeros_like(logits)
        for utility, bits in zip(utilities, generation["bits"]):
            weights = numpy.array([float(bit) for bit in bits])
            gradient += utility * (weights - probabilities)
        gradient /= count
        if settings["natural"]:
            gradient /= probabilities * (1 - probabilities) + settings["epsilon"]
        logits = settings["decay"] * logits + settings["rate"] * optimizer.direction(gradient)

        mean_gradient = numpy.zeros_like(means)
        deviation_gradient = numpy.zeros_like(means)
        for utility, biases in zip(utilities, generation["floats"]):
            offsets = numpy.array(biases, dtype=float) - means
            mean_gradient += utility * offsets / deviations**2
            deviation_gradient += utility * (offsets**2 - deviations**2) / deviations**3
        means = means + settings["biasRate"] / count * mean_gradient
        if settings["adapts"]:
            deviations = numpy.maximum(deviations + settings["biasRate"] / count * deviation_gradient, 0.1)
        answer()


main()
