import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `A damaged file` {
    private let tool = Tool()
    private let run = "outputs/mine/a"

    /// A finished run with two checkpoints.
    init() throws {
        let script = """
            local genome = require "genome"
            local p = genome.parameters { generations = 3 }
            return genome.experiment {
              environment = "cartpole", network = genome.binary_network { hidden = {} }, generations = p.generations,
              encoder = genome.sign {}, search = genome.nes { population_size = 4 }, solved = { episodes = 2 },
              checkpoint_every = { generations = 1 },
            }
            """
        try tool.write(script, to: "mine.lua")
        #expect(try tool.run("run", "mine.lua", "--name", "a", "--quiet") == .init(status: 0))
        try tool.copy(run, to: "whole")
    }

    private func resume() throws -> Tool.Outcome {
        try tool.run("run", "mine.lua", "--name", "a", "--resume", "--quiet")
    }

    /// Files that were cut at many places or had a bit flipped there, each place once for each way.
    private func damages(of bytes: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        stride(from: 0, to: bytes.count, by: max(bytes.count / 12, 1)).flatMap { place in
            var flipped = bytes
            flipped[place] ^= 0x10
            return [("cut at \(place)", Array(bytes[..<place])), ("flipped at \(place)", flipped)]
        }
    }

    @Test func `that is the last checkpoint is replaced by the one before, with a warning`() throws {
        let expected = try ["checkpoint", "policy", "policy-best"].map { try tool.bytes("whole/\($0)") }
        let warning = """
            warning: \(run)/checkpoint is damaged; going on from \(run)/checkpoint-previous, generation 2

            """
        for damage in damages(of: expected[0]) {
            try tool.copy("whole", to: run)
            try tool.write(damage.bytes, to: run + "/checkpoint")
            #expect(try resume() == .init(status: 0, errors: warning), "\(damage.name)")
            #expect(
                try ["checkpoint", "policy", "policy-best"].map { try tool.bytes("\(run)/\($0)") } == expected,
                "\(damage.name)")
            #expect(
                try tool.bytes(run + "/checkpoint-previous") == tool.bytes("whole/checkpoint-previous"),
                "\(damage.name)")
        }
    }

    @Test func `that is the last checkpoint is no loss when the machine stops between two renames`() throws {
        let expected = try tool.bytes("whole/checkpoint")
        try tool.remove(run + "/checkpoint")
        #expect(try resume() == .init(status: 0))
        #expect(try tool.bytes(run + "/checkpoint") == expected)
    }

    @Test func `where both checkpoints are damaged is an error, and nothing is touched`() throws {
        for name in ["checkpoint", "checkpoint-previous"] {
            try tool.write(Array(try tool.bytes("\(run)/\(name)").dropLast(9)), to: "\(run)/\(name)")
        }
        let record = try tool.bytes(run + "/run.json")
        let names = tool.names(in: run)
        let message = """
            error: \(run)/checkpoint and \(run)/checkpoint-previous are both damaged; restore one from a copy, \
            or start again with --overwrite

            """
        #expect(try resume() == .init(status: 65, errors: message))
        #expect(try tool.bytes(run + "/run.json") == record)
        #expect(tool.names(in: run) == names)
    }

    @Test func `without an earlier checkpoint is an error that names the byte`() throws {
        try tool.remove(run + "/checkpoint-previous")
        let bytes = try tool.bytes(run + "/checkpoint")
        try tool.write(Array(bytes.dropLast()), to: run + "/checkpoint")
        let outcome = try resume()
        #expect(outcome.status == 65)
        let shape =
            "error: \(run)/checkpoint: the file breaks off at byte \\d+, or something follows its end; "
            + "use the previous file or another copy\n"
        #expect(try outcome.errors.hasShape(shape), "\(outcome.errors)")
    }

    @Test func `that is a policy is refused wherever it was cut or changed`() throws {
        let shapes = [
            "the file breaks off at byte \\d+, or something follows its end; use the previous file or another copy",
            "the file is corrupted at byte \\d+; use the previous file or another copy",
            "this is not a file that genome-lua wrote, or its beginning is damaged",
        ]
        for damage in damages(of: try tool.bytes(run + "/policy")) {
            try tool.write(damage.bytes, to: run + "/policy")
            let outcome = try tool.run("evaluate", run)
            #expect(outcome.status == 65 && outcome.output == "", "\(damage.name)")
            let isExpected = try shapes.contains { try outcome.errors.hasShape("error: \(run)/policy: \($0)\n") }
            #expect(isExpected, "\(damage.name): \(outcome.errors)")
        }
    }

    @Test func `that is an event file is an error that says what to do, and nothing is touched`() throws {
        let name = try #require(tool.names(in: run).first { $0.contains("tfevents") })
        var bytes = try tool.bytes("\(run)/\(name)")
        bytes[bytes.count / 2] ^= 1
        try tool.write(bytes, to: "\(run)/\(name)")
        let record = try tool.bytes(run + "/run.json")
        let outcome = try tool.run("run", "mine.lua", "--name", "a", "--resume", "--set", "generations=5", "--quiet")
        #expect(outcome.status == 65)
        let shape = #"error: outputs/mine/a/events\S+: .*; move the file away, or keep what precedes by '.*'\n"#
        #expect(try outcome.errors.hasShape(shape), "\(outcome.errors)")
        #expect(try tool.bytes("\(run)/\(name)") == bytes)
        #expect(try tool.bytes(run + "/run.json") == record)
    }

    @Test func `that is run.json is an error that says what to do`() throws {
        try tool.write("{ half", to: run + "/run.json")
        let message = """
            error: \(run)/run.json: this is not a run's record; restore it, or start a new run with another --name

            """
        #expect(try resume() == .init(status: 65, errors: message))
    }
}
