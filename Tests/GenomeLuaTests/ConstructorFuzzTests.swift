import GenomeLua
import LuaHost
import Testing

/// SplitMix64 (Steele, Lea and Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}

@Suite struct `Any argument of a constructor` {
    private static let atoms = [
        "nil", "true", "false", "0", "-1", "1", "64", "0.5", "-0.0", "0/0", "1/0", "-1/0", "1e300", "math.mininteger",
        "math.maxinteger", "2^53", "''", "'genome'", "'mean'", "'\\0\\255'", "('x'):rep(300)", "print", "genome", "{}",
        "coroutine.create(print)", "setmetatable({}, { __index = error, __len = error, __pairs = error })", "_G",
        "math",
        "genome.sign {}", "genome.nes {}", "genome.adam {}", "genome.binary_network {}", "cyclic", "deep",
    ]

    private static func value(_ random: inout SplitMix, depth: Int) -> String {
        guard depth > 0, random.next() % 3 == 0 else { return atoms.randomElement(using: &random) ?? "nil" }
        let names =
            Constructor.all.flatMap { $0.options.map(\.name) } + ["[1]", "[2]", "[true]", "[1.5]", "[{}]", "zzz"]
        let fields = (0..<Int(random.next() % 4)).map { _ in
            random.next() % 2 == 0
                ? value(&random, depth: depth - 1)
                : "\(names.randomElement(using: &random) ?? "x") = \(value(&random, depth: depth - 1))"
        }
        return "{ \(fields.joined(separator: ", ")) }"
    }

    @Test(arguments: 1...20) func `is taken or refused at its line, never a crash`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var lines = [
            "local genome = require 'genome' local cyclic = {} cyclic.cyclic = cyclic",
            "local deep = {} for _ = 1, 100 do deep = { deep } end",
        ]
        for line in 3...202 {
            let constructor = Constructor.all.randomElement(using: &random)?.name ?? "nes"
            let known = Constructor.all.first { $0.name == constructor }?.options.map(\.name) ?? []
            let options = (0..<Int(random.next() % 4)).map { _ in
                let name = random.next() % 8 == 0 ? "zzz" : known.randomElement(using: &random) ?? "none"
                return "\(name) = \(`Any argument of a constructor`.value(&random, depth: 3))"
            }
            let argument =
                random.next() % 6 == 0
                ? "(\(`Any argument of a constructor`.value(&random, depth: 2)))"
                : " { \(options.joined(separator: ", ")) }"
            lines.append(
                "do local ok, why = pcall(function() return tostring(genome.\(constructor)\(argument)) end) "
                    + "assert(ok or why:find('script.lua:\(line): ', 1, true) == 1, why) end")
        }
        lines.append("return genome.experiment { environment = 'cartpole', search = genome.nes {} }")
        let script = try TemporaryScripts().load(lines.joined(separator: "\n"))
        #expect(script.description.text("environment") == "cartpole", "seed \(seed)")
    }
}
