// Invariants:
// 1. The functions of `PhiloxStream` do what `LuaStreamKind` asks of them: they change the bytes they are given, which
//    are as many as its size says, and keep no pointer.
import Kernels
import LuaHost
import Randomness

/// `math.random` while a script loads: the stream of the seed that the command line gives, 0 without.
///
/// Every state of a run draws the same numbers, so a script that chooses by chance describes the same experiment in each.
enum ScriptRandom {
    static func stream(seed: UInt64) -> LuaStream {
        LuaStream(RandomStream(RandomAddress(seed: seed, purpose: .script)))
    }

    /// After `math.randomseed(number)`.
    static func stream(seed: UInt64, reseededWith number: UInt64) -> LuaStream {
        LuaStream(RandomStream(RandomAddress(seed: seed, purpose: .script, subject: number, episode: 1)))
    }
}

extension LuaStream {
    init(_ stream: RandomStream) {
        self.init(words: stream.words.bytes)
    }
}

extension LuaStreamKind {
    /// The engine's own streams.
    static let engine = unsafe LuaStreamKind(
        size: PhiloxStream.size, next: PhiloxStream.nextOfBytes, normal: PhiloxStream.normalOfBytes)
}
