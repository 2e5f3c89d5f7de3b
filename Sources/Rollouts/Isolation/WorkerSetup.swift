import Kernels
import Networks
import Records
import Search

/// What a worker in a process of its own is to be: all that does not change while it lives.
struct WorkerSetup: Sendable {
    /// What it rates by.
    enum Subject: Sendable {
        case game(Game)
        case objective(Problem)
    }

    let subject: Subject
    let settings: EpisodeSettings
    let kernels: String
    /// Bytes of address space that it may take beyond what it has when it is ready.
    let memory: Int

    /// Genomes that are handed to it at once.
    var slots: Int {
        switch subject {
        case .game(let game): game.lanes
        case .objective: ObjectiveWorker.most
        }
    }

    /// Sums of what an episode observes; 0 where they are not asked for.
    var sumCount: Int {
        if case .game(let game) = subject, case .normalized(let values, _) = game.shape.encoder {
            2 * values
        } else {
            0
        }
    }

    /// Whether a reward makes the fitness of those that are rated.
    var isShaped: Bool { if case .game(let game) = subject { game.ratings.areShaped } else { false } }

    /// Bytes that a genome takes.
    var genomeBytes: Int { genomeSize.bits / 8 + 4 * genomeSize.floats }

    /// What it rates.
    var genomeSize: (bits: Int, floats: Int) {
        switch subject {
        case .game(let game): (game.shape.network.bitCount, game.shape.network.floatCount)
        case .objective(let problem): (problem.bits, problem.floats)
        }
    }
}

// MARK: Archives

extension WorkerSetup {
    private static let format = "genome-lua worker"

    var bytes: [UInt8] {
        var archive = ArchiveWriter(format: Self.format, version: 1)
        archive.write(kernels, as: "kernels")
        archive.write(Int64(memory), as: "memory")
        settings.save(to: &archive)
        switch subject {
        case .game(let game):
            game.shape.save(to: &archive)
            archive.write(Int32(game.lanes), as: "lanes")
            if let reward = game.reward { archive.write(reward.rawValue, as: "reward") }
            archive.write(game.hasBehavior, as: "has_behavior")
        case .objective(let problem):
            archive.write([Int64(problem.bits), Int64(problem.floats)], as: "variables")
        }
        return archive.finish()
    }

    init(_ bytes: [UInt8]) throws(ArchiveError) {
        let archive = try ArchiveReader(
            bytes, path: "the setup of a worker", format: Self.format, supportedVersions: 1...1)
        kernels = try archive.value("kernels")
        let memory: Int64 = try archive.value("memory")
        self.memory = Int(memory)
        settings = try EpisodeSettings(from: archive)
        if archive.contains("variables") {
            let sizes: [Int64] = try archive.values("variables", shape: [2])
            subject = .objective(Problem(bits: Int(sizes[0]), floats: Int(sizes[1])))
            return
        }
        let lanes: Int32 = try archive.value("lanes")
        let reward: String? = archive.contains("reward") ? try archive.value("reward") : nil
        subject = .game(
            Game(
                shape: try PolicyShape(from: archive), lanes: Int(lanes), reward: reward.flatMap(RewardChoice.init),
                hasBehavior: try archive.value("has_behavior")))
    }
}

extension EpisodeSettings {
    fileprivate func save(to archive: inout ArchiveWriter) {
        archive.write(Int64(bitPattern: seed), as: "seed")
        archive.write(Int64(maxSteps), as: "max_steps")
        archive.write(sharesRandomNumbers, as: "common_random_numbers")
        archive.write(combination.rawValue, as: "combine")
        archive.write(errorRule.rawValue, as: "on_error")
    }

    fileprivate init(from archive: ArchiveReader) throws(ArchiveError) {
        let (seed, maxSteps): (Int64, Int64) = (try archive.value("seed"), try archive.value("max_steps"))
        let (combination, rule): (String, String) = (try archive.value("combine"), try archive.value("on_error"))
        guard let combination = EpisodeCombination(rawValue: combination), let rule = ErrorRule(rawValue: rule) else {
            throw archive.invalid("on_error", because: "is unknown")
        }
        self.init(
            seed: UInt64(bitPattern: seed), maxSteps: Int(maxSteps),
            sharesRandomNumbers: try archive.value("common_random_numbers"), combination: combination, errorRule: rule)
    }
}
