import EventFiles
import Testing

@testable import Experiments

@Suite struct `A run as a trial` {
    private let runs = SmallRuns()

    private func session(
        _ continuations: [RunContinuation] = [], _ change: (inout ExperimentConfiguration) -> Void = { _ in }
    ) -> HyperparameterSession {
        var configuration = runs.configuration(generations: 3)
        configuration.parameters = [
            Parameter(name: "size", standard: "4", value: "4", kind: .number),
            Parameter(name: "rate", standard: "10", value: "2.5", kind: .number),
            Parameter(name: "mirrored", standard: "false", value: "true", kind: .boolean),
            Parameter(name: "hidden", standard: "64", value: "64,32", kind: .text),
            Parameter(name: "seed", standard: "0", value: "1", kind: .number),
        ]
        change(&configuration)
        return RunTrial.session(configuration, continuations)
    }

    @Test func `has the script's parameters as its settings, the seed aside`() {
        let expected = HyperparameterSession(
            group: session().group,
            settings: [
                ("hidden", .text("64,32")), ("mirrored", .boolean(true)), ("rate", .number(2.5)), ("size", .number(4)),
            ])
        #expect(session() == expected)
        #expect(session().group.wholeMatch(of: /small rate=2.5 mirrored=true hidden=64,32 #[0-9a-f]{8}/) != nil)
    }

    @Test func `shares its group with runs of other seeds and lengths, and with no others`() {
        let group = session().group
        let same = [
            session { $0.seed = 9 },
            session { $0.parameters[4] = Parameter(name: "seed", standard: "0", value: "7") },
            session { $0.generations = 9 }, session { $0.threads = 5 },
        ]
        for other in same { #expect(other.group == group) }
        let others = [
            session { $0.parameters[0] = Parameter(name: "size", standard: "4", value: "5") },
            session { $0.network = .binary(hidden: [4], hasBiases: true) }, session { $0.name = "other" },
            session { $0.scripts = [] },
            session([RunContinuation(run: "a", generation: 3, changes: ["x was 1, and is now 2"])]),
        ]
        #expect(Set(others.map(\.group) + [group]).count == others.count + 1)
    }
}
