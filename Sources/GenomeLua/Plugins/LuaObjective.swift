import LuaHost
import Networks
import Randomness
import Rollouts

/// The option `fitness` of an experiment in one state.
final class LuaObjective: Objective {
    private let script: LoadedScript
    private let lanes: LuaLanes
    private let variables: Variables

    /// - Precondition: The script has such a function.
    /// - Throws: `LuaError` of kind `.memory`.
    init(_ script: LoadedScript, _ variables: Variables) throws(LuaError) {
        guard let function = script.callable("fitness") else { preconditionFailure("a script without fitness") }
        self.script = script
        self.variables = variables
        lanes = try script.state.openLanes(function, methods: ["fitness"], capacity: 1)
    }

    func rate(_ genome: Genome, random: RandomAddress, further: inout [Double]) throws -> Double {
        let numbers = try lanes.rate(
            bits: genome.bits.array(), bitCount: variables.bits, floats: variables.values(of: genome),
            stream: LuaStream(RandomStream(random)))
        further.append(contentsOf: numbers.dropFirst())
        return numbers[0]
    }

    func share(_ values: [Double]) { script.share(values) }

    func isForgivable(_ error: any Error) -> Bool { script.isForgivable(error) }
}

extension Variables {
    /// Those of an experiment; nil where it has an environment.
    init?(describing experiment: Description) {
        if let bits = experiment.nested("variables", "bits")?.integer {
            self.init(bits: bits)
        } else if let floats = experiment.nested("variables", "floats")?.integer {
            func bounds(_ name: String) -> [Double]? {
                guard let value = experiment.nested("variables", name) else { return nil }
                return value.number.map { Array(repeating: $0, count: floats) } ?? value.list?.map { $0.number! }
            }
            self.init(floats: floats, low: bounds("low"), high: bounds("high"))
        } else {
            return nil
        }
    }
}
