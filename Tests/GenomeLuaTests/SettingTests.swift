import GenomeLua
import LuaHost
import Testing

@Suite struct `Parameters` {
    static let opening = """
        local genome = require "genome"
        local p = genome.parameters { rate = 10, size = 2.5, on = false, name = "a", hidden = { 64 }, tags = { "x" }, any = {} }
        print(p.rate, p.size, p.on, p.name, table.concat(p.hidden, ","), table.concat(p.tags, ","), table.concat(p.any, ","))
        """

    /// What the script above prints, or how it fails.
    private func outcome(_ settings: [String], extra: String = "") throws -> String {
        let scripts = try TemporaryScripts()
        let ending = "\nreturn genome.experiment { environment = 'cartpole', search = genome.nes {} }"
        do {
            _ = try scripts.load(Parameters.opening + "\n" + extra + ending, settings: settings)
            return scripts.printed.joined()
        } catch let error as LuaError {
            return error.description
        }
    }

    @Test(arguments: [
        ([], "10\t2.5\tfalse\ta\t64\tx\t"),
        (
            ["rate=0.5", "size=3", "on=true", "name=b=c", "hidden=8,16", "tags=y", "any=1,2"],
            "0.5\t3\ttrue\tb=c\t8,16\ty\t1,2"
        ),
        (["rate=-3", "rate=4"], "4\t2.5\tfalse\ta\t64\tx\t"),
        (["hidden=", "name="], "10\t2.5\tfalse\t\t\tx\t"),
        (["hidden=32", "any=a,1"], "10\t2.5\tfalse\ta\t32\tx\ta,1"),
        (["hiden=3"], "script.lua:2: --set hiden: no such parameter; did you mean 'hidden'?"),
        (["zzz=3"], "script.lua:2: --set zzz: no such parameter; there are any, hidden, name, on, rate, size, tags"),
        (["rate=fast"], "script.lua:2: --set rate: must be a number, got 'fast'"),
        (["rate=nan"], "script.lua:2: --set rate: must be a number, got 'nan'"),
        (["rate=1e999"], "script.lua:2: --set rate: must be a number, got '1e999'"),
        (["on=yes"], "script.lua:2: --set on: must be true or false, got 'yes'"),
        (["hidden=8,,9"], "script.lua:2: --set hidden: must be numbers parted by commas, got '8,,9'"),
        (["rate"], "--set rate: must be NAME=VALUE"),
        (["=3"], "--set =3: must be NAME=VALUE"),
    ])
    func `take settings by the type of their default`(settings: [String], expected: String) throws {
        #expect(try outcome(settings) == expected)
    }

    @Test(arguments: [
        ("print(p.hiden)", "script.lua:4: parameters: unknown name 'hiden'; did you mean 'hidden'?"),
        ("p.other = 1", "script.lua:4: parameters is read-only: 'other' cannot be set"),
        ("p.rate = 1", "script.lua:4: parameters is read-only: 'rate' cannot be set"),
        (
            "genome.parameters {}",
            "script.lua:4: parameters: declared already at script.lua:2; put all of them into one table"
        ),
    ])
    func `refuse other uses`(statement: String, expected: String) throws {
        #expect(try outcome([], extra: statement) == expected)
    }

    @Test(arguments: [
        ("parameters()", "parameters: takes one table of names and defaults"),
        ("parameters { 5 }", "parameters: a name must be letters, digits and '_', got 1"),
        ("parameters { ['a-b'] = 5 }", "parameters: a name must be letters, digits and '_', got 'a-b'"),
        (
            "parameters { a = print }",
            "parameters: a must be a number, string, boolean, or list of numbers or strings, got a function"
        ),
        (
            "parameters { a = { 1, 'x' } }",
            "parameters: a must be a number, string, boolean, or list of numbers or strings, got { 1, 'x' }"
        ),
        ("shared { a = 'x' }", "shared: a must be a finite number, got 'x'"),
        ("shared { a = 0/0 }", "shared: a must be a finite number, got nan"),
        ("shared(5)", "shared: takes one table of names and numbers"),
        ("nez {}", "genome: unknown name 'nez'; did you mean 'nes'?"),
    ])
    func `and shared values check their declaration`(call: String, expected: String) throws {
        #expect(try message(calling: call) == "script.lua:2: " + expected)
    }

    @Test func `must be declared to be set`() throws {
        #expect(
            try message(loading: "return 1", settings: ["a=1"])
                == "--set a: the script declares no genome.parameters")
    }

    @Test func `are recorded with default and value`() throws {
        let text =
            "local genome = require 'genome'\ngenome.parameters { b = 1, a = { 'x' } }\n"
            + "return genome.experiment { environment = 'cartpole', search = genome.nes {} }"
        let script = try TemporaryScripts().load(text, settings: ["b=2.5"])
        #expect(
            script.parameters == [
                Parameter(name: "a", defaultValue: .list([.text("x")]), value: .list([.text("x")])),
                Parameter(name: "b", defaultValue: .integer(1), value: .number(2.5)),
            ])
    }
}

@Suite struct `Shared values` {
    @Test func `are read by scripts and set by the host`() throws {
        let scripts = try TemporaryScripts()
        let script = try scripts.load(
            """
            local genome = require "genome"
            local shared = genome.shared { difficulty = 2, age = 7 }
            print(shared.difficulty, shared)
            print(pcall(function() shared.difficulty = 3 end))
            print(pcall(function() return shared.dificulty end))
            return genome.experiment { environment = "cartpole", search = genome.nes {} }
            """)
        #expect(
            scripts.printed == [
                "2.0\tgenome.shared",
                "false\tscript.lua:4: shared: difficulty can be set by callbacks and searches of the main script only",
                "false\tscript.lua:5: shared: unknown name 'dificulty'; did you mean 'difficulty'?",
            ])
        let shared = try #require(script.shared)
        #expect(shared.names == ["age", "difficulty"])
        shared.replaceValues([1, 5])
        #expect(shared["difficulty"] == 5)
    }
}
