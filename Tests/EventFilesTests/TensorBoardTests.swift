import EventFiles
import Foundation
import Records
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
struct TensorBoard {
    private let logs = TemporaryFolder()

    private func makeRun(_ name: String) throws -> String {
        let folder = logs.path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test(arguments: TensorBoardServer.Loader.allCases)
    func `shows every kind of value that a run writes`(loader: TensorBoardServer.Loader) async throws {
        let writer = try EventWriter(folder: try makeRun("run-1"))
        for step in 0..<3 {
            try writer.scalar("return/mean", Double(step) / 2, step: step)
            try writer.scalar("odd <tag>/ü", [Float.nan, .infinity, -0.0][step], step: step)
            try writer.histogram("logits", [Double](repeating: 1, count: 5) + [2, 4, .nan], step: step)
        }
        try writer.histogram("constant", [0.5, 0.5], step: 3)
        try writer.histogram("empty", [] as [Double], step: 3)
        try writer.text("config", "# Title\n```lua\nreturn \u{1}1\n```", step: 3)
        try writer.synchronize()

        let server = try TensorBoardServer(logs, loader)
        let mean = try await server.poll {
            try server.scalars("run-1", "return/mean")
        } until: {
            $0.count == 3
        }
        #expect(mean == [.init(step: 0, value: 0), .init(step: 1, value: 0.5), .init(step: 2, value: 1)])
        let odd = try #require(try server.scalars("run-1", "odd <tag>/ü"))
        #expect(odd.map(\.step) == [0, 1, 2])
        #expect(odd[0].value.isNaN && odd[1].value == .infinity && odd[2].value == 0)
        #expect(try server.get("/data/runs") as? [String] == ["run-1"])

        let histograms = try server.get("/data/plugin/histograms/histograms", ["run": "run-1", "tag": "logits"])
        let rows = try #require(histograms as? [[Any]])
        #expect(rows.count == 3)
        let buckets = try #require(rows.last?[2] as? [[Double]])
        #expect(buckets.count == 30)
        #expect(buckets.first?[0] == 1 && buckets.last?[1] == 4)
        #expect(buckets.map { $0[2] } == (0..<30).map { $0 == 0 ? 5 : $0 == 10 || $0 == 29 ? 1 : 0 })
        for tag in ["constant", "empty"] {
            let rows = try server.get("/data/plugin/histograms/histograms", ["run": "run-1", "tag": tag]) as? [[Any]]
            let buckets = rows?.first?[2] as? [[Double]]
            #expect(buckets?.map { $0[2] }.reduce(0, +) == (tag == "constant" ? 2 : 0), "\(tag)")
        }

        let texts = try server.get("/data/plugin/text/text", ["run": "run-1", "tag": "config"]) as? [[String: Any]]
        let text = try #require(texts?.first?["text"] as? String)
        #expect(text.contains("<h1>Title</h1>") && text.contains("return \u{fffd}1"), "\(text)")
    }

    @Test(arguments: TensorBoardServer.Loader.allCases, [0, 5])
    func `shows one curve after a resume, live and started again`(loader: TensorBoardServer.Loader, step: Int)
        async throws
    {
        let folder = try makeRun("killed")
        var writer = try EventWriter(folder: folder)
        try writer.text("config", "first", step: 0)
        for step in 0..<10 { try writer.scalar("loss", Float(step), step: step) }
        try writer.flush()
        // Another one was killed before it wrote anything.
        try AtomicFile.write([], to: folder + "/events.out.tfevents.0000000001.host.1.0")
        // The writer was killed while it wrote the next record.
        try appendBytes([0x20, 0, 0, 0, 0, 0, 0, 0, 1], to: writer.path)

        let live = try TensorBoardServer(logs, loader)
        let before = try await live.poll {
            try live.scalars("killed", "loss")
        } until: {
            $0.count == 10
        }
        #expect(before?.count == 10)

        try EventFolder.truncate(folder, toStep: step)
        writer = try EventWriter(folder: folder, startingAt: step)
        if step == 0 { try writer.text("config", "second", step: 0) }
        for step in step..<8 { try writer.scalar("loss", Float(100 + step), step: step) }
        try writer.synchronize()

        let expected = (0..<8).map { TensorBoardServer.Point(step: $0, value: Double($0 < step ? $0 : 100 + $0)) }
        let after = try await live.poll {
            try live.scalars("killed", "loss")
        } until: {
            $0 == expected
        }
        #expect(after == expected, "live")

        let restarted = try TensorBoardServer(logs, loader)
        let again = try await restarted.poll {
            try restarted.scalars("killed", "loss")
        } until: {
            $0 == expected
        }
        #expect(again == expected, "started again")
        let texts = try restarted.get("/data/plugin/text/text", ["run": "killed", "tag": "config"]) as? [[String: Any]]
        #expect(texts?.compactMap { $0["text"] as? String } == [step == 0 ? "<p>second</p>" : "<p>first</p>"])
    }
}

private func appendBytes(_ bytes: [UInt8], to path: String) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
}
