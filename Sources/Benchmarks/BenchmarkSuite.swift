/// Everything that `genome-lua bench` measures.
package enum BenchmarkSuite {
    /// From the inner loops to the whole program.
    package static let benchmarks: [Benchmark] = [
        .forward, .forwardSequential, .forwardWideSingle, .forwardWide,
        .denseForward, .memoryCopy, .esUpdate, .lineage,
        .sample, .update, .updateWide, .updateFloat,
        .rollout, .rolloutSingle, .nativePlugin, .gymnasium,
        .train, .threads, .oneMax, .events, .solve, .esCartPole, .esSolve,
        .luaEnvironment, .luaEnvironmentFresh, .luaReward, .luaSelection, .luaThreads, .isolate,
    ]

    /// The benchmarks of some names, in the order of the suite; all if none is named.
    /// - Throws: `BenchmarkError.unknown` for the first name that there is not.
    package static func benchmarks(named names: [String]) throws(BenchmarkError) -> [Benchmark] {
        if let bad = names.first(where: { name in !benchmarks.contains { $0.name == name } }) {
            throw .unknown(name: bad, available: benchmarks.map(\.name))
        }
        return names.isEmpty ? benchmarks : benchmarks.filter { names.contains($0.name) }
    }
}

package enum BenchmarkError: Error, Equatable, CustomStringConvertible {
    case unknown(name: String, available: [String])
    /// An environment that it measures is not there.
    case missing(name: String, environment: String)
    case noPython(name: String, reason: String)
    /// A program that did not end well.
    case failed(command: String)

    package var description: String {
        switch self {
        case .unknown(let name, let available):
            "there is no benchmark '\(name)'; there are \(available.map { "'\($0)'" }.joined(separator: ", "))"
        case .noPython(let name, let reason): "\(name) cannot be measured: \(reason)"
        case .failed(let command): "this command failed; run it by itself to see why: \(command)"
        case .missing(let name, let environment):
            "\(name) measures the native environment \(environment), which is not there; Scripts/genome-lua builds it in a checkout"
        }
    }
}
