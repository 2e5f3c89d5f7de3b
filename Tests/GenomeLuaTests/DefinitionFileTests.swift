import FoundationEssentials
import GenomeLua
import LuaHost
import Testing

@Suite struct `The definition file` {
    /// `GENOME_UPDATE_GOLDEN=1` rewrites it; review the difference.
    @Test func `in the checkout is what the declarations give`() throws {
        let path = "\(checkout)/\(DefinitionFile.path)"
        if ProcessInfo.processInfo.environment["GENOME_UPDATE_GOLDEN"] == "1" {
            #expect(FileManager.default.createFile(atPath: path, contents: Data(DefinitionFile.text.utf8)))
        }
        let data = try #require(FileManager.default.contents(atPath: path))
        #expect(String(decoding: data, as: UTF8.self) == DefinitionFile.text)
    }

    @Test func `names exactly the functions of the module`() throws {
        let scripts = try TemporaryScripts()
        let text = """
            local genome, names = require 'genome', {}
            for name in pairs(genome) do names[#names + 1] = name end
            print(table.concat(names, " "))
            return genome.experiment { environment = "cartpole", search = genome.nes {} }
            """
        _ = try scripts.load(text)
        let live = scripts.printed.joined().split(separator: " ").map(String.init)
        let defined = DefinitionFile.text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("function genome.") else { return nil }
            return String(line.dropFirst("function genome.".count).prefix { $0 != "(" })
        }
        #expect(defined.sorted() == live)
        // parameters, shared, distributions, and what makes vectors.
        #expect(live.count == Constructor.all.count + 4 + LuaNativeFunction.allCases.count)
    }

    @Test func `is Lua that refuses to run`() throws {
        let state = try LuaState()
        #expect(
            throws: LuaError(
                "definitions for editors; run scripts with genome-lua",
                at: LuaLocation(source: "genome.lua", line: 3),
                traceback: [LuaFrame(location: LuaLocation(source: "genome.lua", line: 3), function: nil)]
            )
        ) { _ = try state.run(DefinitionFile.text, name: "genome.lua") }
    }

    @Test func `and the reference name every option`() {
        for constructor in Constructor.all {
            #expect(Reference.text.contains("### `genome.\(constructor.name)`\n"))
            for option in constructor.options {
                #expect(DefinitionFile.text.contains("---@field \(option.name)"))
                #expect(Reference.text.contains("| `\(option.name)` |"))
            }
        }
    }
}
