import Environments
import Networks

/// The decoder that a script asks for, before the environment's actions are known.
package enum DecoderChoice: Sendable, Hashable {
    /// What the environment's actions suggest. To a binary network: the sign of one output for two actions, else the
    /// greatest output; for real actions, `standardLevels` levels a value. To a dense one: the greatest output, and real
    /// numbers for real actions.
    case standard
    case sign
    case argmax
    /// Each value of a real action is one of `count` levels.
    case levels(count: Int, bounds: Bounds?)
    /// Each value of a real action is an output of a dense network, between bounds, with noise while individuals are
    /// rated.
    case continuous(bounds: Bounds?, noise: Double)
    /// A script makes actions of so many outputs.
    case script(outputs: Int)

    /// Levels that a real action's values have unless they are told.
    package static let standardLevels = 5

    /// The decoder for an action space.
    /// - Parameters:
    ///   - environment: Its name, for messages.
    ///   - isBinary: Whether the outputs are those of a binary network.
    ///   - part: Names the script's decoder.
    func decoder(
        for space: Space, of environment: String, isBinary: Bool, part: ScriptPart
    ) throws(ExperimentError) -> PolicyDecoder {
        if case .script(let outputs) = self { return .script(part, outputs: outputs, actions: space.actionShape) }
        switch space {
        case .discrete(let actions):
            let choice = self == .standard && !isBinary ? .argmax : try choice(actions)
            return .discrete(choice, actions: actions)
        case .binary(let count):
            guard self == .standard || self == .sign else { throw .binaryDecoder(environment: environment) }
            return .levels(
                ActionLevels(
                    low: Array(repeating: 0, count: count), high: Array(repeating: 1, count: count), count: 2,
                    choice: .sign))
        case .box(let low, let high):
            let own = Bounds(low: low, high: high)
            switch self {
            case .sign: return .levels(try levels(2, own, .sign, environment))
            case .standard:
                guard isBinary else { return try continuous(own, noise: 0, environment) }
                return .levels(try levels(Self.standardLevels, own, .argmax, environment))
            case .continuous(let bounds, let noise):
                guard !isBinary else { throw .continuousDecoder }
                let bounds = try bounds?.spread(over: low.count, "decoder", "an action")
                return try continuous(bounds ?? own, noise: noise, environment)
            case .levels(let count, let bounds):
                let bounds = try bounds?.spread(over: low.count, "decoder", "an action")
                return .levels(try levels(count, bounds ?? own, .argmax, environment))
            case .argmax, .script: throw .argmaxDecoder(environment: environment, space: space.description)
            }
        case .image: preconditionFailure("an action that is an image")
        }
    }

    private func choice(_ actions: Int) throws(ExperimentError) -> DiscreteChoice {
        switch self {
        case .standard: return .standard(actions: actions)
        case .sign:
            guard actions == 2 else { throw .signDecoder(actions: actions) }
            return .sign
        case .argmax: return .argmax
        case .continuous: throw .continuousActions(actions: actions)
        case .levels, .script: throw .levelsDecoder(actions: actions)
        }
    }

    private func levels(
        _ count: Int, _ bounds: Bounds, _ choice: DiscreteChoice, _ environment: String
    ) throws(ExperimentError) -> ActionLevels {
        let (low, high) = try ends(bounds, environment)
        return ActionLevels(low: low, high: high, count: count, choice: choice)
    }

    private func continuous(
        _ bounds: Bounds, noise: Double, _ environment: String
    ) throws(ExperimentError) -> PolicyDecoder {
        let (low, high) = try ends(bounds, environment)
        return .continuous(low: low, high: high, noise: noise)
    }

    private func ends(_ bounds: Bounds, _ environment: String) throws(ExperimentError) -> (low: [Float], high: [Float])
    {
        let (low, high) = (bounds.low.map { Float($0) }, bounds.high.map { Float($0) })
        for (value, (low, high)) in zip(low, high).enumerated() where !low.isFinite || !high.isFinite {
            throw .unboundedAction(environment: environment, value: value + 1)
        }
        return (low, high)
    }

    var identity: String {
        switch self {
        case .standard: "standard"
        case .sign: "sign"
        case .argmax: "argmax"
        case .levels(let count, let bounds): "levels(\(count), \(Self.text(bounds)))"
        case .continuous(let bounds, let noise):
            "continuous(\(Self.text(bounds))\(noise > 0 ? ", noise \(noise)" : ""))"
        case .script(let outputs): "the script's, \(outputs) outputs"
        }
    }

    private static func text(_ bounds: Bounds?) -> String {
        bounds.map { "\($0.low) to \($0.high)" } ?? "the environment's"
    }
}
