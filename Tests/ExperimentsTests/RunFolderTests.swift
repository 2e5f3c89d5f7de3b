import TestSupport
import Testing

@testable import Experiments

@Suite struct `A run folder` {
    private let runs = SmallRuns()
    private var experiment: String { runs.output + "/small" }

    private func claim(_ name: String?, _ claim: RunFolder.Claim = .new) throws -> RunFolder {
        try RunFolder(claiming: name, of: "small", in: runs.output, claim)
    }

    @Test func `has the next number after all that are there, whatever they are`() throws {
        #expect(try claim(nil).name == "run-1")
        for name in ["run-7", "run-x", "run-", "run-99999999999999999999", "run-9223372036854775807", "other"] {
            try makeFolder("\(experiment)/\(name)")
        }
        #expect(try claim(nil).path == "\(experiment)/run-8")
        try removeFile("\(experiment)/run-7")
        #expect(try claim(nil).name == "run-9")
    }

    @Test func `is the same below an output folder with slashes at its end`() throws {
        #expect(try RunFolder(claiming: "a", of: "small", in: runs.output + "//", .new).path == "\(experiment)/a")
    }

    @Test(arguments: ["", ".", "..", "a/b", "a\u{7}", "a\u{202e}b", "x.tfevents", String(repeating: "ü", count: 101)])
    func `refuses a name that is no folder's`(name: String) throws {
        #expect(throws: RunFolderError.badName(name, kind: "run")) { try claim(name) }
        #expect(names(in: runs.folder.path) == [])
    }

    @Test func `is taken once`() throws {
        let folder = try claim("a")
        #expect(throws: RunFolderError.taken(path: "\(experiment)/a")) { try claim("a") }
        #expect(throws: RunFolderError.nothingToResume(path: "\(experiment)/a")) { try claim("a", .resume) }
        try write(Array("{}".utf8), to: folder.file("run.json"))
        #expect(throws: RunFolderError.busy(path: "\(experiment)/a")) { try claim("a", .resume) }
        #expect(throws: RunFolderError.busy(path: "\(experiment)/a")) { try claim("a", .overwrite) }
    }

    @Test func `that is replaced keeps nothing`() throws {
        try runs.perform(runs.configuration(generations: 1))
        let folder = try claim("a", .overwrite)
        #expect(names(in: folder.path) == [])
        #expect(!folder.isStillThere)
    }

    @Test func `that holds something else is not replaced`() throws {
        try makeFolder("\(experiment)/a")
        try write([1], to: "\(experiment)/a/mine")
        #expect(throws: RunFolderError.notOurs(path: "\(experiment)/a")) { try claim("a", .overwrite) }
        #expect(try bytes(of: "\(experiment)/a/mine") == [1])
    }

    @Test func `is found without a name by when the run was started`() throws {
        try runs.perform(runs.configuration(generations: 1))
        var record = try RunRecord(readFrom: "\(experiment)/a/run.json")
        for (name, start) in [("b", record.startedAt - 5), ("c", record.startedAt + 5)] {
            try makeFolder("\(experiment)/\(name)")
            record.startedAt = start
            try record.write(to: "\(experiment)/\(name)/run.json")
        }
        try makeFolder("\(experiment)/d")
        #expect(try RunFolder.record(named: nil, of: "small", in: runs.output).name == "c")
        #expect(try claim(nil, .resume).name == "c")
        #expect(try RunFolder.record(named: "b", of: "small", in: runs.output).name == "b")
    }

    @Test func `of a run that cannot begin is gone`() throws {
        var configuration = runs.configuration(generations: 1)
        configuration.scripts.append(
            ScriptFile(
                name: "no/such/folder.lua", bytes: [],
                origin: .init(name: "no/such/folder.lua", path: "no/such/folder.lua", use: .script)))
        #expect(throws: (any Error).self) { try runs.perform(configuration) }
        #expect(names(in: experiment) == [])
    }
}
