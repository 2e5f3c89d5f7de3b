import Foundation
import Kernels
import Records
import Search
import TestSupport
import Testing

@testable import Experiments

@Suite(.serialized, .enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
struct `TensorBoard on a run` {
    @Test(arguments: TensorBoardServer.Loader.allCases) func `that was resumed shows all of it once`(
        loader: TensorBoardServer.Loader
    ) async throws {
        let runs = SmallRuns()
        try runs.perform(runs.configuration(generations: 12))
        try runs.perform(runs.configuration(generations: 21), .resume)
        let logged = try runs.events()

        let server = try TensorBoardServer(runs.folder, loader)
        let run = "outputs/small/a"
        let mean = try await server.poll {
            try server.scalars(run, "return/mean")
        } until: {
            $0.count == 21
        }
        #expect(mean?.map(\.step) == Array(0..<21))
        for tag in `The log of a run`.scalars {
            let expected: [(step: Int, value: Float)] = logged.compactMap { event in
                guard event.tag == tag, case .scalar(let value) = event.value else { return nil }
                return (event.step, value)
            }
            // In JSON numbers are as short as float32 allows.
            let shown = try server.scalars(run, tag) ?? []
            #expect(shown.map(\.step) == Array(0..<21) && expected.map(\.step) == Array(0..<21), "\(tag)")
            #expect(shown.map { Float($0.value) } == expected.map(\.value), "\(tag)")
        }
        for tag in `The log of a run`.histograms {
            let rows = try server.get("/data/plugin/histograms/histograms", ["run": run, "tag": tag]) as? [[Any]]
            #expect(rows?.compactMap { $0[1] as? Int } == [0, 10, 20], "\(tag)")
        }
        for tag in `The log of a run`.texts {
            let texts = try server.get("/data/plugin/text/text", ["run": run, "tag": tag]) as? [[String: Any]]
            #expect(texts?.compactMap { $0["step"] as? Int } == [0], "\(tag)")
        }
        let tags = try server.get("/data/plugin/scalars/tags") as? [String: [String: Any]]
        #expect(tags?.keys.sorted() == [run])
        #expect(tags?[run]?.keys.sorted() == `The log of a run`.scalars)
    }

    @Test(arguments: TensorBoardServer.Loader.allCases)
    func `that repeats another with another seed shares its row of HParams, a resumed run is one session`(
        loader: TensorBoardServer.Loader
    ) async throws {
        let runs = SmallRuns()
        func configuration(seed: UInt64, size: String, generations: Int = 3) -> ExperimentConfiguration {
            var configuration = runs.configuration(generations: generations)
            configuration.seed = seed
            configuration.parameters = [
                Parameter(name: "size", standard: "4", value: size, kind: .number),
                Parameter(name: "mirrored", standard: "false", value: "true", kind: .boolean),
                Parameter(name: "hidden", standard: "64", value: "64,32"),
            ]
            return configuration
        }
        for seed in 0..<3 as Range<UInt64> { try runs.perform(configuration(seed: seed, size: "4"), name: "s\(seed)") }
        try runs.perform(configuration(seed: 2, size: "4", generations: 5), .resume, name: "s2")
        try runs.perform(configuration(seed: 0, size: "8"), name: "other") { $0.shouldStop = { true } }
        let changed = configuration(seed: 0, size: "16", generations: 4)
        try runs.perform(changed, .resume, name: "s0") {
            $0.continuesApart = true
            $0.changes = [Parameter.Change(name: "size", old: "4", new: "16")]
        }

        let server = try TensorBoardServer(runs.folder, loader)
        let groups = try #require(
            try await server.poll {
                try server.sessionGroups()
            } until: {
                $0.count == 3 && $0.map(\.sessions.count).max() == 3
            })
        let seeds = try #require(groups.first { $0.sessions.count == 3 })
        #expect(seeds.settings as NSDictionary == ["size": 4, "mirrored": true, "hidden": "64,32"])
        #expect(seeds.sessions.map(\.name) == (0..<3).map { "outputs/small/s\($0)" })
        #expect(seeds.sessions.map(\.status) == Array(repeating: "STATUS_SUCCESS", count: 3))
        for tag in ["return/policy", "return/best"] {
            let lasts = try (0..<3).map { seed in
                try runs.events(of: "s\(seed)").last { $0.tag == tag }.map { event -> Double in
                    guard case .scalar(let value) = event.value else { return .nan }
                    return Double(value)
                } ?? .nan
            }
            let mean = try #require(seeds.metrics[tag])
            #expect(abs(mean - lasts.reduce(0, +) / 3) < 1e-4, "\(tag)")
        }
        let stopped = try #require(groups.first { $0.sessions.map(\.name) == ["outputs/small/other"] })
        // Nothing was said about its end: it may go on.
        #expect(stopped.sessions.map(\.status) == ["STATUS_UNKNOWN"])
        let child = try #require(groups.first { $0.sessions.map(\.name) == ["outputs/small/s0-2"] })
        #expect(child.settings["size"] as? Double == 16)
        #expect(child.name.hasPrefix("small size=16 mirrored=true hidden=64,32 #"))
    }

    @Test(arguments: TensorBoardServer.Loader.allCases) func `that failed is a failure in HParams until it goes on`(
        loader: TensorBoardServer.Loader
    ) async throws {
        let runs = SmallRuns()
        var failing = runs.configuration(generations: 9)
        failing.checkpointEvery = .generations(1)
        #expect(throws: (any Error).self) { try runs.perform(failing, hooks: FailingHooks(at: 4)) }
        func status() async throws -> String? {
            let server = try TensorBoardServer(runs.folder, loader)
            return try await server.poll(server.sessionGroups, until: { $0.count == 1 })?.first?.sessions.first?.status
        }
        #expect(try await status() == "STATUS_FAILURE")
        try runs.perform(failing, .resume)
        #expect(try await status() == "STATUS_SUCCESS")
    }

    @Test(arguments: TensorBoardServer.Loader.allCases) func `has charts of bands and of several curves`(
        loader: TensorBoardServer.Loader
    ) async throws {
        let runs = SmallRuns()
        for name in ["a", "b"] { try runs.perform(runs.configuration(generations: 3), name: name) }
        let server = try TensorBoardServer(runs.folder, loader)
        let layout = try await server.poll {
            try server.get("/data/plugin/custom_scalars/layout") as? [String: Any]
        } until: {
            $0["category"] != nil
        }
        let categories = try #require(layout?["category"] as? [[String: Any]])
        #expect(categories.map { $0["title"] as? String } == ["return", "search"])
        let charts = try #require(categories[0]["chart"] as? [[String: Any]])
        // Those of both runs are alike, and shown once.
        #expect(charts.count == 2)
        let band = (charts[0]["margin"] as? [String: [[String: String]]])?["series"]
        #expect(band == [["value": "return/mean", "lower": "return/worst", "upper": "return/best"]])
        for tag in try #require(band?.first?.values) {
            #expect(try server.scalars("outputs/small/a", tag)?.count == 3, "\(tag)")
        }
        let patterns = try #require((charts[1]["multiline"] as? [String: [String]])?["tag"])
        let curves = try patterns.flatMap { pattern in
            let answer =
                try server.get(
                    "/data/plugin/custom_scalars/scalars", ["run": "outputs/small/b", "tag": pattern]) as? [String: Any]
            return (answer?["tag_to_events"] as? [String: [Any]])?.mapValues(\.count).map { "\($0.key) \($0.value)" }
                ?? []
        }
        #expect(curves == ["return/policy 3", "return/best 3", "return/mean 3"])
    }
}

/// Fails after a generation, as a script's callback may.
private final class FailingHooks: RunHooks {
    struct Failure: Error {}
    private let generation: Int

    init(at generation: Int) { self.generation = generation }

    func generationDidEnd(_ report: GenerationReport) throws -> HookRequests {
        if report.generation == generation { throw Failure() }
        return HookRequests()
    }

    func runWillStart() throws -> HookRequests { HookRequests() }
    func runWillEnd(_ report: GenerationReport?) throws -> HookRequests { HookRequests() }
    func makeSearch(_ problem: Problem, seed: UInt64, kernels: KernelSet) throws -> (any SearchAlgorithm)? { nil }
    let sharedValues: [Double] = []
    func save(to archive: inout ArchiveWriter) throws {}
    func restore(from archive: ArchiveReader) throws {}
}
