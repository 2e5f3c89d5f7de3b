import Kernels
import Randomness

/// One of the streams in which draws are tested, as addresses that follow one another and the words taken at each.
///
/// Every stream takes the key of each address as a search does for the bits of an individual. It is cut into stretches
/// of 2^32 addresses, and goes on from one to the next.
enum WordStream: String, CaseIterable {
    /// The bulk generator, keyed once: by the first block of the individual that has the stretch's number.
    case within
    /// The weights of one individual, a block of 8192 after the other, 2048 words each.
    case blocks
    /// The first word of each individual of the generation that has the stretch's number.
    case individuals
    /// The first word of one individual, which has the stretch's number, in each generation.
    case generations

    /// Words taken at an address; nil for no end.
    var wordsPerAddress: Int? {
        switch self {
        case .within: nil
        case .blocks: KernelSet.blockSize / 4
        case .individuals, .generations: 1
        }
    }

    /// The key of address `number`, of which the high half counts stretches.
    func key(_ number: UInt64, seed: UInt64) -> BulkKey {
        let stretch = number >> 32
        let place = number & 0xffff_ffff
        let (subject, block) =
            switch self {
            case .within: (stretch, 0)
            case .blocks: (stretch, Int(place))
            case .individuals: (number, 0)
            case .generations: (place << 32 | stretch, 0)
            }
        return RandomAddress(seed: seed, purpose: .sampleBits, subject: subject).bulkKey(block)
    }
}
