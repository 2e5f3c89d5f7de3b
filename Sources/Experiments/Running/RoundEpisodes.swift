import Search

/// Numbers the episodes of a generation's rounds, as their random draws need.
///
/// The population plays the first ones, and those by which it grows play them too, as far as that is asked for. Others
/// play episodes of their own.
struct RoundEpisodes {
    /// Episodes of each individual, where a round does not say.
    private let standard: Int
    /// The first that no round has played.
    private var next = 0

    init(standard: Int) {
        self.standard = standard
    }

    /// The first episode of the next round.
    mutating func first(of round: Round) -> Int {
        let count = round.episodes ?? standard
        switch round.part {
        case .population:
            next = max(next, count)
            return 0
        case .others:
            let first = next > 0 ? next : standard
            next = first + count
            return first
        }
    }
}
