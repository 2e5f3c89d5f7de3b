import Kernels

/// The levels that the values of a real action may have: evenly from the value's low end to its high end, both included.
package struct ActionLevels: Sendable, Hashable {
    /// Of each value, finite.
    package let low: [Float]
    package let high: [Float]
    /// Levels of a value, at least 2.
    package let count: Int
    /// `argmax`: a value has as many outputs as levels, of which the greatest chooses. `sign`: one output chooses
    /// between two levels, the high one where it is positive.
    package let choice: DiscreteChoice

    package init(low: [Float], high: [Float], count: Int, choice: DiscreteChoice) {
        precondition(low.count == high.count && count >= 2, "\(low.count) and \(high.count) bounds, \(count) levels")
        precondition(choice == .argmax || count == 2, "the sign of an output for \(count) levels")
        self.low = low
        self.high = high
        self.count = count
        self.choice = choice
    }

    package var valueCount: Int { low.count }
    package var outputCount: Int { choice == .sign ? valueCount : valueCount * count }

    /// Shape `[valueCount, count]`; computed in float64 and rounded to float32.
    package var values: [Float] {
        zip(low, high).flatMap { low, high in
            (0..<count).map { level in
                Float(Double(low) + (Double(high) - Double(low)) * Double(level) / Double(count - 1))
            }
        }
    }
}

/// A decoder to real actions.
package final class LevelsDecoder: Decoder {
    private let levels: ActionLevels
    private let kernels: KernelSet

    package init(_ levels: ActionLevels, kernels: KernelSet) {
        self.levels = levels
        self.kernels = kernels
    }

    package var outputCount: Int { levels.outputCount }

    package func stage(from outputs: NetworkOutputs, into actions: ActionBatch) -> Stage {
        precondition(actions.shape == .real(count: levels.valueCount), "actions of another shape")
        return kernels.levelDecoding(
            outputs: outputs,
            levels: Buffer(levels.values),
            count: levels.count,
            isBySign: levels.choice == .sign,
            into: actions
        )
    }
}
