import Randomness

/// Which individual of a generation a recipe stands for, and the other way round.
struct NESNumbering: Sendable {
    let populationSize: Int
    /// Whether individuals 2i and 2i + 1 share a draw, with opposite signs.
    let isMirrored: Bool

    func recipes(generation: Int) -> [Recipe] {
        (0..<populationSize).map { individual in
            .sample(
                seed: RandomAddress.subject(
                    generation: generation, individual: isMirrored ? individual / 2 : individual),
                sign: isMirrored && individual % 2 == 1 ? .minus : .plus
            )
        }
    }

    func individual(seed: UInt64, sign: Recipe.Sign) -> Int {
        let draw = Int(UInt32(truncatingIfNeeded: seed))
        return isMirrored ? 2 * draw + (sign == .minus ? 1 : 0) : draw
    }
}
