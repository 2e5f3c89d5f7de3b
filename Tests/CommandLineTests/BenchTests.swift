import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Measuring speed` {
    private let tool = Tool()

    @Test func `lists what there is to measure`() throws {
        let outcome = try tool.run("bench", "--list")
        let names = outcome.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        #expect(
            names == [
                "forward", "forward-sequential", "forward-wide-single", "forward-wide", "dense-forward", "memory-copy",
                "es-update", "lineage", "sample", "update",
                "update-wide", "update-float", "rollout", "rollout-single", "native-plugin", "gymnasium", "train",
                "threads",
                "onemax", "events",
                "solve", "es-cartpole", "es-solve",
                "lua-environment", "lua-environment-fresh", "lua-reward", "lua-selection", "lua-threads",
                "isolate",
            ])
        #expect(outcome.status == 0 && outcome.errors == "")
        let one = """
            sample                 Weight bits of one network after the other, 4160 weights of 16-bit probabilities; \
            keying by address included.

            """
        #expect(try tool.run("bench", "--list", "sample") == .init(status: 0, output: one))
    }

    @Test func `prints one JSON object a figure`() throws {
        let outcome = try tool.run("bench", "sample", "forward", "--json", "--kernels", "portable")
        #expect(outcome.status == 0 && outcome.errors == "")
        let lines = outcome.output.split(separator: "\n")
        let figures = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        #expect(figures.map { $0["name"] as? String } == ["forward", "sample"])
        for figure in figures {
            let keys = [
                "kernels", "maximum", "median", "minimum", "name", "repetitions", "threads", "unit", "work",
            ]
            #expect(figure.keys.sorted() == keys)
            #expect(figure["kernels"] as? String == "portable" && figure["repetitions"] as? Int == 9)
        }
    }

    @Test func `refuses what there is not`() throws {
        let unknown = try tool.run("bench", "fly")
        #expect(unknown.status == 64 && unknown.output == "")
        #expect(unknown.errors.hasPrefix("Error: there is no benchmark 'fly'; there are 'forward', "))
        let threads = try tool.run("bench", "sample", "--threads", "0")
        #expect(threads.status == 64)
        #expect(threads.errors.hasPrefix("Error: --threads must be 1 to 1024, got 0\n"))
        let kernels = try tool.run("bench", "sample", "--kernels", "sse")
        #expect(kernels.status == 64)
        #expect(kernels.errors.hasPrefix("Error: --kernels: kernels 'sse' cannot run here; this processor runs "))
    }

    @Test func `says which environment is not there to be measured`() throws {
        let errors = """
            error: native-plugin measures the native environment cartpole_in_c, which is not there; Scripts/genome-lua builds \
            it in a checkout

            """
        #expect(
            try tool.shell("GENOME_HOME=$PWD genome-lua bench native-plugin") == .init(status: 65, errors: errors))
    }

    @Test(.disabled(if: Tool.sanitizer != nil, "minutes under a sanitizer"))
    func `measures whole runs, and leaves nothing behind`() throws {
        let outcome = try tool.run("bench", "solve", "train")
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.split(separator: "\n").map { String($0.prefix(6)) } == ["train ", "solve "])
        #expect(tool.names(in: ".") == [])
    }
}
