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
}
