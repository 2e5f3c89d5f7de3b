import Experiments
import FoundationEssentials
import GenomeLua
import TestSupport
import Testing

@Suite struct `The reference for script authors` {
    private static func text() throws -> String {
        let data = try #require(FileManager.default.contents(atPath: "\(checkout)/\(Reference.path)"))
        return String(decoding: data, as: UTF8.self)
    }

    /// `GENOME_UPDATE_GOLDEN=1` rewrites what stands after the marker; review the difference.
    @Test func `ends with the options that there are`() throws {
        let parts = try Self.text().components(separatedBy: Reference.marker)
        #expect(parts.count == 2)
        if ProcessInfo.processInfo.environment["GENOME_UPDATE_GOLDEN"] == "1" {
            let whole = parts[0] + Reference.marker + Reference.text
            let path = "\(checkout)/\(Reference.path)"
            #expect(FileManager.default.createFile(atPath: path, contents: Data(whole.utf8)))
        } else {
            #expect(parts.last == Reference.text)
        }
    }

    /// Each block of Lua by the file that its first line names.
    private static func blocks() throws -> [(file: String, text: String)] {
        try text().components(separatedBy: "```lua\n").dropFirst().map { part in
            let text = String(part.components(separatedBy: "\n```")[0])
            let first = text.prefix { $0 != "\n" }.dropFirst(3)
            return (String(first.prefix { $0 != ":" }), text)
        }
    }

    @Test func `shows scripts that run`() throws {
        let runs = ScriptRuns()
        let blocks = try Self.blocks()
        #expect(blocks.count == 17 && blocks.allSatisfy { $0.file.hasSuffix(".lua") })
        for block in blocks { try runs.write(block.file, block.text) }
        // What Python plays is run by the command line's tests.
        for block in blocks
        where block.text.contains("genome.experiment") && !block.text.contains("\"gymnasium:") {
            try runs.write("script.lua", block.text)
            let outcome = try runs.run(name: String(block.file.dropLast(4)), threads: 2)
            #expect(outcome.status == .finished && outcome.generation >= 15, "\(block.file)")
        }
    }
}
