import Kernels
import TestSupport
import Testing

/// Steps of ascent in plain Swift, one logit after the other.
private struct PlainAscent {
    var logits: [Double]
    var velocity: [Double]
    var first: [Double]
    var second: [Double]

    init(logits: [Double]) {
        self.logits = logits
        velocity = logits.map { _ in 0 }
        first = velocity
        second = velocity
    }

    /// Moves the logits by `steps` and returns the sum of the squared changes.
    private mutating func move(_ steps: [Double], _ decay: Double) -> Double {
        let old = logits
        logits = zip(old, steps).map { logit, step in
            let kept = decay * logit
            return kept + step
        }
        return longSum(zip(logits, old).map { ($0 - $1) * ($0 - $1) })
    }

    mutating func plain(_ gradient: [Double], rate: Double, decay: Double) -> Double {
        move(gradient.map { rate * $0 }, decay)
    }

    mutating func withMomentum(_ gradient: [Double], rate: Double, decay: Double, momentum: Double) -> Double {
        velocity = zip(velocity, gradient).map { velocity, gradient in
            let kept = momentum * velocity
            return kept + gradient
        }
        return move(velocity.map { rate * $0 }, decay)
    }

    /// Kingma and Ba 2015, algorithm 1, upwards.
    mutating func adam(_ gradient: [Double], rate: Double, decay: Double, _ adam: AdamStep) -> Double {
        var steps: [Double] = []
        for (j, g) in gradient.enumerated() {
            let (keptFirst, keptSecond) = (adam.beta1 * first[j], adam.beta2 * second[j])
            let square = g * g
            first[j] = keptFirst + (1 - adam.beta1) * g
            second[j] = keptSecond + (1 - adam.beta2) * square
            let (mean, variance) = (first[j] / adam.correction1, second[j] / adam.correction2)
            steps.append(rate * mean / (variance.squareRoot() + adam.epsilon))
        }
        return move(steps, decay)
    }
}

@Suite struct `The ascent kernels` {
    private static let lengths = Array(1...33) + [100, 1001, 8192]

    private func values(_ count: Int, _ random: inout SplitMix64) -> [Double] {
        (0..<count).map { _ in Double.random(in: -3...3, using: &random) }
    }

    /// Whether both hold the same bits, and what stands before and behind a range of the buffer is still 7.
    private func isSame(_ buffer: Buffer<Double>, _ expected: [Double]) -> Bool {
        buffer.array(2..<2 + expected.count).map(\.bitPattern) == expected.map(\.bitPattern)
            && buffer[1] == 7 && buffer[2 + expected.count] == 7
    }

    private func framed(_ values: [Double]) -> Buffer<Double> { Buffer([7, 7] + values + [7]) }

    @Test(arguments: KernelSet.available) func `follow the gradient as plain Swift does, bit for bit`(
        kernels: KernelSet
    ) {
        for count in Self.lengths {
            var random = SplitMix64(seed: UInt64(count))
            var reference = PlainAscent(logits: values(count, &random))
            let logits = framed(reference.logits)
            for decay in [1.0, 0.99] {
                let gradient = values(count, &random)
                let sum = kernels.ascend(
                    logits, 2..<2 + count, gradient: Buffer(gradient), rate: 0.06, decay: decay)
                #expect(sum.bitPattern == reference.plain(gradient, rate: 0.06, decay: decay).bitPattern)
                #expect(isSame(logits, reference.logits), "\(count) logits, decay \(decay)")
            }
        }
    }

    @Test(arguments: KernelSet.available) func `follow the velocity as plain Swift does, bit for bit`(
        kernels: KernelSet
    ) {
        for count in Self.lengths {
            var random = SplitMix64(seed: UInt64(count))
            var reference = PlainAscent(logits: values(count, &random))
            let logits = framed(reference.logits)
            let velocity = framed(reference.velocity)
            for decay in [1.0, 0.99, 1] {
                let gradient = values(count, &random)
                let sum = kernels.ascend(
                    logits, 2..<2 + count, gradient: Buffer(gradient), rate: 10, decay: decay, momentum: 0.9,
                    velocity: velocity)
                let expected = reference.withMomentum(gradient, rate: 10, decay: decay, momentum: 0.9)
                #expect(sum.bitPattern == expected.bitPattern)
                #expect(isSame(logits, reference.logits) && isSame(velocity, reference.velocity), "\(count) logits")
            }
        }
    }

    /// The velocity of Uber's `es_distributed/optimizers.py` is `momentum * v + (1 - momentum) * gradient`.
    @Test func `follow a damped velocity at a rate that is damped in its place`() {
        var random = SplitMix64(seed: 1)
        let (rate, momentum) = (0.01, 0.9)
        var expected = values(5, &random)
        let logits = framed(expected)
        let velocity = framed([Double](repeating: 0, count: 5))
        var damped = [Double](repeating: 0, count: 5)
        for _ in 0..<20 {
            let gradient = values(5, &random)
            for j in 0..<5 {
                damped[j] = momentum * damped[j] + (1 - momentum) * gradient[j]
                expected[j] += rate * damped[j]
            }
            _ = KernelSet.best.ascend(
                logits, 2..<7, gradient: Buffer(gradient), rate: rate * (1 - momentum), decay: 1, momentum: momentum,
                velocity: velocity)
        }
        for j in 0..<5 { #expect(abs(logits.array()[2 + j] - expected[j]) < 1e-12, "logit \(j)") }
    }

    @Test(arguments: KernelSet.available) func `follow Adam as plain Swift does, bit for bit`(kernels: KernelSet) {
        for count in Self.lengths {
            var random = SplitMix64(seed: UInt64(count))
            var reference = PlainAscent(logits: values(count, &random))
            let logits = framed(reference.logits)
            let first = framed(reference.first)
            let second = framed(reference.second)
            var (power1, power2) = (1.0, 1.0)
            for decay in [1.0, 0.99, 1] {
                (power1, power2) = (power1 * 0.9, power2 * 0.999)
                let adam = AdamStep(
                    beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 1 - power1, correction2: 1 - power2)
                var gradient = values(count, &random)
                gradient[0] = 0
                let sum = kernels.ascend(
                    logits, 2..<2 + count, gradient: Buffer(gradient), rate: 0.1, decay: decay, adam: adam,
                    first: first, second: second)
                #expect(sum.bitPattern == reference.adam(gradient, rate: 0.1, decay: decay, adam).bitPattern)
                #expect(
                    isSame(logits, reference.logits) && isSame(first, reference.first)
                        && isSame(second, reference.second),
                    "\(count) logits"
                )
            }
        }
    }
}
