import FoundationEssentials
import Glibc
import LuaHost
import Testing

/// A folder of modules that is gone when the test is over.
private final class Modules {
    let folder: String

    init() throws {
        let name = "genome-lua-modules-\(UInt64.random(in: 0 ... .max))"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ path: String, _ text: String) throws {
        let whole = "\(folder)/\(path)"
        let parent = String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try #require(FileManager.default.createFile(atPath: whole, contents: Data(text.utf8)))
    }

    /// A state that looks in `first`, then where the templates say.
    func state(_ templates: [String] = ["tree/?.lua", "tree/?/init.lua"], known: [LuaSourceFile] = []) throws
        -> LuaState
    {
        var configuration = LuaConfiguration()
        configuration.moduleFolders = [LuaModuleFolder("\(folder)/first", shownAs: "first")]
        configuration.moduleTemplates = templates.map { "\(folder)/\($0)" }
        configuration.nativeTemplates = ["\(folder)/native/?.so"]
        configuration.knownFiles = known
        return try LuaState(configuration)
    }

    /// What `require` of a name gives, or the message that refuses it.
    func require(_ name: String, in state: LuaState) -> String {
        do {
            return try state.run("return tostring((require(\"\(name)\")))", name: "test.lua").text ?? "no text"
        } catch {
            return error.description
        }
    }
}

@Suite struct `Modules of trees` {
    @Test func `are found after those of the folders, in the order of the templates`() throws {
        let modules = try Modules()
        for (file, text) in [
            ("first/a.lua", "first"), ("tree/a.lua", "tree"), ("tree/b.lua", "tree"), ("tree/c/init.lua", "init"),
            ("tree/c/d.lua", "deep"), ("other/b.lua", "other"),
        ] { try modules.write(file, "return '\(text)'") }
        let state = try modules.state()
        #expect(["a", "b", "c", "c.d"].map { modules.require($0, in: state) } == ["first", "tree", "init", "deep"])
        #expect(
            state.loadedFiles.map(\.name)
                == ["first/a.lua"] + ["b.lua", "c/init.lua", "c/d.lua"].map { "\(modules.folder)/tree/\($0)" })
        let turned = try modules.state(["other/?.lua", "tree/?.lua"])
        #expect(modules.require("b", in: turned) == "other")
        #expect(
            try turned.run("return package.path", name: "test.lua").text
                == "first/?.lua;first/?/init.lua;\(modules.folder)/other/?.lua;\(modules.folder)/tree/?.lua")
    }

    @Test func `that are absent are said to be, with every place`() throws {
        let modules = try Modules()
        let state = try modules.state(["tree/?.lua", "tree/?/init.lua", "lua/5.4-?.lua"])
        #expect(
            modules.require("x.y", in: state)
                == "test.lua:1: module 'x.y' not found; looked in first, \(modules.folder)/tree, "
                + "\(modules.folder)/lua/5.4-?.lua for x/y.lua and x/y/init.lua")
    }

    @Test(arguments: [
        "../x", "/etc/passwd", "a%b", "a\\0b", "a\\nb", "", ".", "..", "a..b", "a.", ".a", "a//b", "a/../b",
    ])
    func `outside of the places have no name`(name: String) throws {
        let modules = try Modules()
        try modules.write("x.lua", "return 1")
        let shown = name.replacing("\\0", with: "?").replacing("\\n", with: " ")
        #expect(
            modules.require(name, in: try modules.state())
                == "test.lua:1: require: '\(shown)' is not the name of a module, such as 'a.b' for a/b.lua")
    }

    @Test func `in bytecode, native or no files are refused`() throws {
        let modules = try Modules()
        try modules.write("tree/compiled.lua", "\u{1b}Lua\u{54}\0\u{19}")
        try modules.write("native/fast/core.so", "\u{7f}ELF")
        try modules.write("first/beside.so", "\u{7f}ELF")
        try modules.write("tree/folder.lua/x", "")
        unsafe mkfifo("\(modules.folder)/tree/pipe.lua", 0o600)
        let state = try modules.state()
        #expect(
            modules.require("compiled", in: state)
                == "test.lua:1: \(modules.folder)/tree/compiled.lua is bytecode; only Lua text is loaded")
        let library = "\(modules.folder)/native/fast/core.so"
        #expect(
            modules.require("fast.core", in: state)
                == "test.lua:1: module 'fast.core' is native (\(library)), and require loads Lua text only; take one in "
                + "pure Lua, or --allow native and package.loadlib('\(library)', 'luaopen_fast_core')")
        #expect(modules.require("beside", in: state).hasPrefix("test.lua:1: module 'beside' is native ("))
        for name in ["folder", "pipe"] {
            #expect(
                modules.require(name, in: state)
                    == "test.lua:1: module '\(name)' not found; looked in first, \(modules.folder)/tree for "
                    + "\(name).lua and \(name)/init.lua")
        }
        #expect(modules.require("string", in: state) == "table")
    }

    @Test func `that set globals say where`() throws {
        let modules = try Modules()
        try modules.write("tree/strict.lua", "local x = 1\nfunction helper() end\nreturn x")
        try modules.write("tree/older.lua", "module('older', package.seeall)")
        try modules.write("tree/raw.lua", "rawset(_G, 'mine', 1)")
        let state = try modules.state()
        let tree = "\(modules.folder)/tree"
        #expect(
            modules.require("strict", in: state)
                == "\(tree)/strict.lua:2: assignment to undeclared global 'helper'; declare it with 'local'")
        #expect(modules.require("older", in: state) == "\(tree)/older.lua:1: call of global 'module', which is nil")
        #expect(modules.require("raw", in: state) == "\(tree)/raw.lua:1: rawset: the table is read-only")
        // None of them counts as loaded.
        #expect(try state.run("return package.loaded.strict or package.loaded.raw", name: "test.lua") == .nil)
    }

    @Test func `are in every state what they were in the first`() throws {
        let modules = try Modules()
        try modules.write("tree/a.lua", "return 'tree'")
        let first = try modules.state()
        #expect(modules.require("a", in: first) == "tree")
        try modules.write("first/a.lua", "return 'came later'")
        try modules.write("tree/a.lua", "return 'changed'")
        #expect(modules.require("a", in: try modules.state(known: first.loadedFiles)) == "tree")
        #expect(modules.require("a", in: try modules.state()) == "came later")
    }
}
