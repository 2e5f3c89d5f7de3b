import FoundationEssentials
import GenomeLua
import LuaHost
import TestSupport
import Testing

@Suite struct `A class of native values` {
    /// Names in the list of methods of a file of C.
    private static func names(file: String) throws -> [String] {
        let data = try #require(FileManager.default.contents(atPath: "\(checkout)/Sources/CLuaSupport/\(file).c"))
        let text = String(decoding: data, as: UTF8.self)
        let list = try #require(text.components(separatedBy: "_methods[] = {").last)
        return list.components(separatedBy: "{\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    @Test(arguments: [("floats", "floats"), ("bits", "bits"), ("matrix", "matrix")])
    func `declares exactly the methods that there are`(name: String, file: String) throws {
        let native = try #require(NativeClass.all.first { $0.name == name })
        #expect(try (Self.names(file: file) + ["copy"]).sorted() == native.methods.map(\.name).sorted())
    }
}

@Suite struct `Any argument of a vector's method` {
    private static let atoms = [
        "nil", "true", "false", "0", "-1", "1", "2", "3", "0.5", "-0.0", "0/0", "1/0", "-1/0", "1e300", "2^53",
        "math.mininteger", "math.maxinteger", "''", "'sum'", "('x'):rep(300)", "print", "genome", "{}", "{ 1, 2, 3 }",
        "{ 1, 0 }",
        "{ { 1, 2 }, { 2, 1 } }", "{ x = 1 }", "{ 1, nil, 3 }", "coroutine.create(print)", "_G", "math",
        "genome.sign {}",
        "setmetatable({}, { __index = error, __len = error, __pairs = error })",
        "setmetatable({}, { __index = function() return 1 end })", "genome.floats(0)", "genome.floats(3, 2)",
        "genome.floats(4)", "genome.bits(0)", "genome.bits(3)", "genome.bits(65)", "genome.matrix(0, 3)",
        "genome.matrix(3, 3)",
        "genome.matrix(2, 3)", "genome.identity(3)", "v", "b", "m", "v:copy():scale(1e300)",
        "v:copy():assign(-1):sqrt()",
    ]

    private static func expression(_ random: inout SplitMix64) -> String {
        atoms.randomElement(using: &random) ?? "nil"
    }

    private static func call(_ random: inout SplitMix64) -> String {
        let arguments = (0..<Int(random.next() % 4)).map { _ in expression(&random) }.joined(separator: ", ")
        let native = NativeClass.all.randomElement(using: &random) ?? NativeClass.all[0]
        let method = native.methods.randomElement(using: &random)?.name ?? "copy"
        let own = ["floats": "v", "bits": "b", "matrix": "m"][native.name] ?? "v"
        switch random.next() % 8 {
        case 0:
            return
                "genome.\(["floats", "bits", "matrix", "identity"].randomElement(using: &random) ?? "floats")(\(arguments))"
        case 1: return "(\(own))[\(expression(&random))]"
        case 2: return "(function() \(own)[\(expression(&random))] = \(expression(&random)) end)()"
        case 3: return "\(own).\(method)(\(arguments))"
        case 4: return "ipairs(\(own == "m" ? "b" : own))(\(arguments))"
        default: return "\(own):\(method)(\(arguments))"
        }
    }

    @Test(arguments: 1...20) func `is taken or refused in one line, never a crash`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var lines = [
            "local genome = require 'genome'", "local v, b, m = genome.floats(3), genome.bits(3), genome.identity(3)",
        ]
        for line in 3...302 {
            let call = Self.call(&random)
            lines.append(
                "do local ok, why = pcall(function() local x, y = \(call) "
                    + "return tostring(x) .. tostring(y) end) "
                    + "assert(ok or (why:find('script.lua:\(line): ', 1, true) == 1 and not why:find('\\n')), why) end")
        }
        lines.append("return genome.experiment { environment = 'cartpole', search = genome.nes {} }")
        let script = try TemporaryScripts().load(lines.joined(separator: "\n"))
        #expect(script.description.text("environment") == "cartpole", "seed \(seed)")
    }
}
