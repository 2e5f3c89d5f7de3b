import Foundation
import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `The README` {
    private let tool = Tool()
    private let text: String

    init() throws {
        let data = try Data(contentsOf: URL(filePath: PretendCheckout.repository + "/README.md"))
        text = String(decoding: data, as: UTF8.self)
    }

    /// What stands between ``` lines that name a language.
    private func blocks(_ language: String) -> [String] {
        text.split(separator: "\n```\(language)\n").dropFirst().compactMap {
            $0.split(separator: "\n```").first.map(String.init)
        }
    }

    @Test func `has commands that work, one after the other`() throws {
        let scripts = blocks("sh")
        #expect(scripts.count == 6)
        // What Scripts/… build and install has tests of its own; TensorBoard is no part of this.
        try tool.write("#!/bin/sh\nexec genome-lua \"$@\"\n", to: "Scripts/genome-lua")
        for name in ["Scripts/install", "tensorboard"] {
            try tool.write("#!/bin/sh\necho \"$(basename $0) $*\" >>calls\n", to: name)
        }
        for (index, script) in scripts.enumerated() {
            let prelude = "set -e; chmod +x Scripts/* tensorboard; PATH=$PWD:$PATH; HOME=$PWD\n"
            let outcome = try tool.shell(prelude + script)
            #expect(outcome.status == 0, "block \(index + 1): \(outcome)")
        }
        #expect(try tool.text("calls") == "tensorboard --logdir outputs\ninstall \(tool.folder.path)/.local\n")
        #expect(tool.names(in: "outputs/cartpole") == ["a", "a-2", "run-1", "run-2", "s1", "s2", "s3"])
        #expect(
            try tool.text("returns.csv").hasPrefix("run,tag,step,value,wall_time\noutputs/cartpole/s1,return/best,0,"))
        let run = tool.names(in: "outputs/cartpole/a").map { $0.hasPrefix("events") ? "events.out.tfevents.…" : $0 }
        for name in Set(run) {
            #expect(text.contains("`\(name)`") || text.contains("`\(name)/`"), "\(name)")
        }
    }

    @Test func `has the shipped experiment`() throws {
        let path = PretendCheckout.repository + "/Scripts/experiments/cartpole.lua"
        let shipped = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        let block = try #require(blocks("lua").first)
        #expect(block.split(separator: "\n").dropFirst() == shipped.split(separator: "\n").dropFirst())
    }

    @Test func `leads to files that are there`() {
        let links = text.matches(of: /\]\(([^)#:]+)\)/).map { String($0.1) }
        #expect(links.contains("Documentation/tensorboard.png"))
        for link in links {
            #expect(FileManager.default.fileExists(atPath: PretendCheckout.repository + "/" + link), "\(link)")
        }
    }
}
