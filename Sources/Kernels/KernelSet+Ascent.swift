import CKernels

/// Adam's settings at a step.
/// - SeeAlso: Kingma and Ba 2015, algorithm 1, <https://arxiv.org/abs/1412.6980>.
package struct AdamStep: Sendable, Hashable {
    package var beta1: Double
    package var beta2: Double
    package var epsilon: Double
    /// `1 - beta1^t` and `1 - beta2^t` at step t, counted from 1.
    package var correction1: Double
    package var correction2: Double

    package init(beta1: Double, beta2: Double, epsilon: Double, correction1: Double, correction2: Double) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.correction1 = correction1
        self.correction2 = correction2
    }
}

/// Steps of gradient ascent on a range of logits: `logit = decay * logit + rate * direction`.
///
/// Each returns the sum of the squared changes. Gradients are shape `[range.count]`.
extension KernelSet {
    /// The direction is the gradient.
    package func ascend(
        _ logits: Buffer<Double>,
        _ range: Range<Int>,
        gradient: Buffer<Double>,
        rate: Double,
        decay: Double
    ) -> Double {
        unsafe table.pointee.ascend(
            gradient.pointer(at: 0, range.count),
            range.count,
            rate,
            decay,
            logits.pointer(at: range.lowerBound, range.count)
        )
    }

    /// The direction is the velocity: `velocity = momentum * velocity + gradient`.
    package func ascend(
        _ logits: Buffer<Double>,
        _ range: Range<Int>,
        gradient: Buffer<Double>,
        rate: Double,
        decay: Double,
        momentum: Double,
        velocity: Buffer<Double>
    ) -> Double {
        unsafe table.pointee.ascend_momentum(
            gradient.pointer(at: 0, range.count),
            range.count,
            rate,
            decay,
            momentum,
            velocity.pointer(at: range.lowerBound, range.count),
            logits.pointer(at: range.lowerBound, range.count)
        )
    }

    /// The direction is Adam's.
    package func ascend(
        _ logits: Buffer<Double>,
        _ range: Range<Int>,
        gradient: Buffer<Double>,
        rate: Double,
        decay: Double,
        adam: AdamStep,
        first: Buffer<Double>,
        second: Buffer<Double>
    ) -> Double {
        var settings = ck_adam(
            beta1: adam.beta1,
            beta2: adam.beta2,
            epsilon: adam.epsilon,
            correction1: adam.correction1,
            correction2: adam.correction2
        )
        return unsafe table.pointee.ascend_adam(
            gradient.pointer(at: 0, range.count),
            range.count,
            rate,
            decay,
            &settings,
            first.pointer(at: range.lowerBound, range.count),
            second.pointer(at: range.lowerBound, range.count),
            logits.pointer(at: range.lowerBound, range.count)
        )
    }
}
