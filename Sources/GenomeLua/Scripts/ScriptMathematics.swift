import Kernels
import LuaHost
import Randomness

/// `math.random` while a script loads: the stream of the seed that the command line gives, 0 without.
///
/// Every state of a run draws the same numbers, so a script that chooses by chance describes the same experiment in each.
final class ScriptRandom: LuaRandomSource {
    private let seed: UInt64
    private var stream: RandomStream

    init(seed: UInt64) {
        self.seed = seed
        stream = RandomStream(RandomAddress(seed: seed, purpose: .script))
    }

    func next() -> UInt64 { stream.next() }

    func reseed(_ number: UInt64) {
        stream = RandomStream(RandomAddress(seed: seed, purpose: .script, subject: number, episode: 1))
    }
}

extension LuaMathFunction {
    /// The functions of `math` whose bits would depend on the processor, from our own.
    static let ours = [
        LuaMathFunction("exp") { Elementary.exp($0) },
        LuaMathFunction("log") { Elementary.log($0) },
        LuaMathFunction("sin") { Elementary.sin($0) },
        LuaMathFunction("cos") { Elementary.cos($0) },
        LuaMathFunction("tan") { Elementary.sin($0) / Elementary.cos($0) },
    ]
}
