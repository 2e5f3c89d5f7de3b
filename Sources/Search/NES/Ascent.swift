import Kernels
import Records

/// How a gradient moves the logits.
package enum OptimizerRule: Sendable, Hashable {
    /// Plain gradient ascent.
    case sgd
    /// `velocity = momentum * velocity + gradient`; the velocity moves the logits (Polyak's heavy ball).
    case momentum(Double)
    /// Adam, with bias correction.
    case adam(beta1: Double, beta2: Double, epsilon: Double)
}

/// An optimizer and what it remembers of the gradients.
package final class Ascent: Sendable, Checkpointable {
    package let rule: OptimizerRule
    private let kernels: KernelSet
    /// Velocity, or Adam's first moment; shape `[count]`, or empty.
    private let first: Buffer<Double>
    /// Adam's second moment; shape `[count]`, or empty.
    private let second: Buffer<Double>
    /// Adam's `beta1^t` and `beta2^t`; shape `[2]`.
    private let powers: Buffer<Double>

    package init(_ rule: OptimizerRule, count: Int, kernels: KernelSet) {
        self.rule = rule
        self.kernels = kernels
        var (moments, squares) = (0, 0)
        if rule != .sgd { moments = count }
        if case .adam = rule { squares = count }
        first = Buffer(repeating: 0, count: moments)
        second = Buffer(repeating: 0, count: squares)
        powers = Buffer(repeating: 1, count: 2)
    }

    package func save(to archive: inout ArchiveWriter) {
        archive.write(first.array(), as: "first")
        archive.write(second.array(), as: "second")
        archive.write(powers.array(), as: "powers")
    }

    package func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let first = try archive.doubles("first", shape: [first.count])
        guard first.allSatisfy(\.isFinite) else {
            throw archive.invalid("first", because: "has a number that is not finite")
        }
        let second = try archive.doubles("second", shape: [second.count])
        let powers = try archive.doubles("powers", shape: [2])
        guard second.allSatisfy({ $0 >= 0 }) else {
            throw archive.invalid("second", because: "has a negative value")
        }
        guard powers.allSatisfy({ (0...1).contains($0) }) else {
            throw archive.invalid("powers", because: "has a value that is not from 0 to 1")
        }
        self.first.copy(from: first)
        self.second.copy(from: second)
        self.powers.copy(from: powers)
    }

    /// Begins a step; then every range of logits is moved once, on any thread.
    package func beginStep() {
        guard case .adam(let beta1, let beta2, _) = rule else { return }
        powers[0] *= beta1
        powers[1] *= beta2
    }

    /// Moves a range: `logit = decay * logit + rate * direction`.
    /// - Parameter gradient: Shape `[range.count]`.
    /// - Returns: The sum of the squared changes.
    package func step(
        _ logits: Buffer<Double>,
        _ range: Range<Int>,
        gradient: Buffer<Double>,
        rate: Double,
        decay: Double
    ) -> Double {
        switch rule {
        case .sgd:
            return kernels.ascend(logits, range, gradient: gradient, rate: rate, decay: decay)
        case .momentum(let momentum):
            return kernels.ascend(
                logits,
                range,
                gradient: gradient,
                rate: rate,
                decay: decay,
                momentum: momentum,
                velocity: first
            )
        case .adam(let beta1, let beta2, let epsilon):
            let adam = AdamStep(
                beta1: beta1,
                beta2: beta2,
                epsilon: epsilon,
                correction1: 1 - powers[0],
                correction2: 1 - powers[1]
            )
            return kernels.ascend(
                logits,
                range,
                gradient: gradient,
                rate: rate,
                decay: decay,
                adam: adam,
                first: first,
                second: second
            )
        }
    }
}
