import LuaHost

/// Runs text as `test.lua` in a fresh state and returns what it returns.
func run(_ text: String, _ configuration: LuaConfiguration = LuaConfiguration()) throws -> LuaValue {
    try LuaState(configuration).run(text, name: "test.lua")
}

/// The message with which text fails as `test.lua`, or nil.
func message(_ text: String, _ configuration: LuaConfiguration = LuaConfiguration()) throws -> String? {
    do {
        _ = try run(text, configuration)
        return nil
    } catch let error as LuaError {
        return error.description
    }
}

/// What text prints in a fresh state.
func printed(_ text: String) throws -> [String] {
    var lines: [String] = []
    var configuration = LuaConfiguration()
    configuration.print = { lines.append($0) }
    _ = try run(text, configuration)
    return lines
}

/// SplitMix64 (Steele, Lea and Flood 2014), also what `math.random` draws from in these tests.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// As a stream of scripts.
    var stream: LuaStream { unsafe withUnsafeBytes(of: self) { unsafe LuaStream(words: Array($0)) } }

    /// The kind of `stream`; its normal deviates are the words as numbers.
    static let kind = unsafe LuaStreamKind(
        size: MemoryLayout<SplitMix>.size,
        next: { words in unsafe words!.assumingMemoryBound(to: SplitMix.self).pointee.next() },
        normal: { words in unsafe Double(words!.assumingMemoryBound(to: SplitMix.self).pointee.next()) }
    )
}
