import Foundation
import Testing

/// Modules that others wrote, as Debian installs them.
@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Modules of LuaRocks` {
    private let tool = Tool()

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    private static let penlight = "/usr/share/lua/5.4/pl/List.lua"
    /// Debian has it for older versions of Lua only, but it is the same text.
    private static let inspect = "/usr/share/lua/5.3/inspect.lua"

    private static let experiment = """
        local genome = require "genome"
        BODY
        return genome.experiment {
          environment = "cartpole", network = genome.binary_network { hidden = {} },
          search = genome.nes { population_size = 4 }, generations = 1,
        }
        """

    private func run(_ body: String, _ variables: String = "", _ options: String = "") throws -> Tool.Outcome {
        try tool.write(Self.experiment.replacing("BODY", with: body), to: "mine.lua")
        return try tool.shell(
            "\(variables) genome-lua run mine.lua --quiet --overwrite --name a --threads 2 \(options)")
    }

    @Test(.enabled(if: exists(penlight), "needs Debian's lua-penlight"))
    func `are required into the sandbox and copied to the run`() throws {
        let body = """
            local List = require "pl.List"
            print(List { 3, 1, 2 }:sort():map(function(x) return x * 2 end))
            """
        #expect(try run(body) == .init(status: 0, errors: "{2,4,6}\n"))
        let copies = tool.names(in: "outputs/mine/a/scripts")
        #expect(copies.contains("mine.lua") && copies.contains("List.lua") && copies.contains("utils.lua"))
        let original = try String(contentsOfFile: Self.penlight, encoding: .utf8)
        #expect(try tool.text("outputs/mine/a/scripts/List.lua") == original)
    }

    @Test(.enabled(if: exists(inspect), "needs Debian's lua-inspect"))
    func `are found by LUA_PATH, and by LUA_PATH_5_4 before it`() throws {
        let body = "print((require 'inspect'({ a = 1, 2 }):gsub('\\n *', ' ')))"
        let expected = Tool.Outcome(status: 0, errors: "{ 2, a = 1 }\n")
        #expect(try run(body, "LUA_PATH='/usr/share/lua/5.3/?.lua;;'") == expected)
        #expect(try run(body, "LUA_PATH=/none/?.lua LUA_PATH_5_4=/usr/share/lua/5.3/?.lua") == expected)
        let refused = try run(body, "LUA_PATH=/usr/share/lua/5.3/?.lua LUA_PATH_5_4=/none/?.lua HOME=/home/me")
        #expect(refused.status == 65)
        #expect(
            refused.errors.hasPrefix(
                "error: mine.lua:2: module 'inspect' not found; looked in the current folder, "
                    + "\(PretendCheckout.repository)/Scripts, /none, /home/me/.luarocks/share/lua/5.4, "
                    + "/usr/local/share/lua/5.4, /usr/share/lua/5.4 for inspect.lua and inspect/init.lua\n"))
    }

    /// As `Scripts/README.md` lists them.
    static let working =
        "List Map MultiMap OrderedMap Set array2d class compat comprehension config data func import_into input lexer "
        + "luabalanced operator permute pretty seq sip stringio stringx tablex template types url utils"

    @Test(.enabled(if: exists(penlight), "needs Debian's lua-penlight"))
    func `that work are those of the list`() throws {
        let names = Self.working.split(separator: " ").map { "'pl.\($0)'" }.joined(separator: ", ")
        let body = "for _, name in ipairs { \(names) } do require(name) end print 'all'"
        #expect(try run(body) == .init(status: 0, errors: "all\n"))
        let text = try String(contentsOfFile: "\(PretendCheckout.repository)/Scripts/README.md", encoding: .utf8)
        let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }.map(String.init))
        for name in Self.working.split(separator: " ") { #expect(words.contains("pl.\(name)"), "\(name)") }
    }

    static let refused = [
        ("pl.path", "/usr/share/lua/5.4/pl/path.lua:26: pl.path requires LuaFileSystem"),
        ("pl.dir", "/usr/share/lua/5.4/pl/path.lua:26: pl.path requires LuaFileSystem"),
        ("pl", "/usr/share/lua/5.4/pl/import_into.lua:35: rawset: the table is read-only"),
        (
            "pl.lapp",
            "/usr/share/lua/5.4/pl/lapp.lua:441: undefined global 'arg': check its spelling, or declare it with 'local' before this line"
        ),
        ("pl.strict", "/usr/share/lua/5.4/pl/strict.lua:56: attempt to index a boolean value (local 'mt')"),
    ]

    @Test(.enabled(if: exists(penlight), "needs Debian's lua-penlight"), arguments: refused)
    func `that want more than a sandbox has are refused in one line`(name: String, message: String) throws {
        let outcome = try run("require '\(name)'")
        #expect(outcome.status == 65)
        #expect(outcome.errors.lines.first.map(String.init) == "error: \(message)")
    }

    @Test(.enabled(if: exists(penlight), "needs Debian's lua-penlight"))
    func `name the flag where they call what is refused`() throws {
        let body = "require 'pl.utils'.readfile('/etc/passwd')"
        let outcome = try run(body)
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.lines.first.map(String.init)
                == "error: /usr/share/lua/5.4/pl/utils.lua:530: io.open is not available to scripts; "
                + "--allow io lifts that for one run")
        #expect(try run(body, "", "--allow io") == .init(status: 0))
    }
}
