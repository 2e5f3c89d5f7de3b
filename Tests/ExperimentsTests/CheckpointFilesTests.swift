import Records
import TestSupport
import Testing

@testable import Experiments

@Suite struct `The checkpoints of a run` {
    private let runs = SmallRuns()
    private var run: String { runs.output + "/small/a" }
    private var identity: [IdentityEntry] { runs.configuration(generations: 1).identity }

    private func load(_ identity: [IdentityEntry]? = nil, warn: (String) -> Void = { _ in }) throws -> Int? {
        try CheckpointFiles(run).load(identity ?? self.identity, warn: warn)?.generation
    }

    /// A run with a checkpoint at generation 2 and one before it.
    private func makeRun() throws {
        var configuration = runs.configuration(generations: 2)
        configuration.checkpointEvery = .generations(1)
        try runs.perform(configuration)
    }

    @Test func `are none before the first was written`() throws {
        try makeFolder(run)
        #expect(try load() == nil)
    }

    @Test func `are the last one and the one before`() throws {
        try makeRun()
        #expect(try load() == 2)
        try removeFile(run + "/checkpoint")
        #expect(try load() == 1)
    }

    @Test func `give way to the one before when damaged, whatever the damage`() throws {
        try makeRun()
        let whole = try bytes(of: run + "/checkpoint")
        var fuzzer = ByteFuzzer(seed: 3)
        for seed in 0..<200 {
            let damaged = fuzzer.damaged(whole)
            if damaged == whole { continue }
            try write(damaged, to: run + "/checkpoint")
            var warnings: [String] = []
            #expect(try load { warnings.append($0) } == 1, "damage \(seed)")
            #expect(
                warnings == ["\(run)/checkpoint is damaged; going on from \(run)/checkpoint-previous, generation 1"])
            #expect(!names(in: run).contains("checkpoint"), "damage \(seed)")
        }
    }

    @Test func `cannot both be damaged`() throws {
        try makeRun()
        for name in ["checkpoint", "checkpoint-previous"] { try write([1, 2, 3], to: "\(run)/\(name)") }
        let error = ExperimentError.noWholeCheckpoint(
            path: run + "/checkpoint", previousPath: run + "/checkpoint-previous")
        #expect(throws: error) { try load() }
        #expect(names(in: run).contains("checkpoint"))
    }

    @Test func `of a newer program are refused, and not taken for damage`() throws {
        try makeRun()
        var archive = ArchiveWriter(format: Checkpoint.format, version: Checkpoint.version + 1)
        try write(archive.finish(), to: run + "/checkpoint")
        do {
            _ = try load()
            Issue.record("a newer version was read")
        } catch let error as ArchiveError {
            #expect(
                error.description
                    == "\(run)/checkpoint: format version 2 is newer than this program's 1; update genome-lua")
        }
        #expect(names(in: run).contains("checkpoint"))
    }

    @Test func `belong to one experiment, whose every option counts`() throws {
        try makeRun()
        for (index, entry) in identity.enumerated() {
            var other = identity
            other[index] = IdentityEntry(entry.name, "other")
            let error = ExperimentError.mismatch(
                path: run + "/checkpoint", option: entry.name, checkpoint: entry.value, script: "other")
            #expect(throws: error) { try load(other) }
        }
    }

    @Test func `do not depend on threads, lanes or how often they are written`() throws {
        try makeRun()
        let other = SmallRuns()
        var configuration = other.configuration(generations: 2)
        configuration.threads = 3
        try other.perform(configuration)
        #expect(try bytes(of: run + "/checkpoint") == bytes(of: other.output + "/small/a/checkpoint"))
    }
}
