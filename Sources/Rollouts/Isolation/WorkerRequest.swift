import Kernels
import Processes
import Randomness
import Search

/// What a worker in a process of its own is asked once it is ready.
enum WorkerRequest {
    /// To work on a plan, whose recipes it is handed with its jobs.
    case plan(EpisodePlan, workers: Int)
    /// To do jobs of the plan, whose genomes stand in the first slots; none: there are no more.
    case jobs(Range<Int>)

    private enum Kind: UInt8 { case plan, jobs }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .plan(let plan, let workers):
            bytes.append(Kind.plan.rawValue)
            bytes.append(plan)
            bytes.append(workers)
        case .jobs(let jobs):
            bytes.append(Kind.jobs.rawValue)
            bytes.append(jobs.lowerBound)
            bytes.append(jobs.count)
        }
        return bytes
    }

    /// - Parameters:
    ///   - settings: Of the worker's plans.
    ///   - expression: What makes genomes of their recipes.
    /// - Throws: `ProcessError.broken`.
    init(_ message: [UInt8], settings: EpisodeSettings, expression: any RecipeExpression) throws(ProcessError) {
        var reader = MessageReader(message)
        switch Kind(rawValue: try reader.byte()) {
        case .plan:
            self = .plan(
                EpisodePlan(request: try reader.request(expression), settings: settings),
                workers: try reader.integer(in: 1...(1 << 20)))
        case .jobs:
            let (first, count) = (try reader.integer(in: 0...(1 << 50)), try reader.integer(in: 0...(1 << 50)))
            self = .jobs(first..<first + count)
        case nil: throw .broken(reason: "a request of an unknown kind")
        }
    }
}

extension [UInt8] {
    /// All of a plan but its recipes and settings.
    fileprivate mutating func append(_ plan: EpisodePlan) {
        let request = plan.request
        append(request.purpose.rawValue)
        for number in [
            request.recipes.count, request.episodes, request.firstIndividual, request.firstEpisode, request.generation,
            request.episodeLimit ?? -1,
        ] {
            append(number)
        }
        append(request.sharedValues)
        append(request.normalization == nil ? 0 : 1)
        if let normalization = request.normalization {
            append(normalization.means)
            append(normalization.deviations)
        }
    }
}

extension MessageReader {
    /// A request whose recipes say their places.
    fileprivate mutating func request(_ expression: any RecipeExpression) throws(ProcessError) -> EvaluationRequest {
        guard let purpose = Purpose(rawValue: try byte()) else { throw .broken(reason: "an unknown purpose") }
        let most = 1 << 50
        let recipes = try integer(in: 0...(1 << 32))
        let episodes = try integer(in: 1...(1 << 32))
        let (firstIndividual, firstEpisode) = (try integer(in: 0...most), try integer(in: 0...most))
        let (generation, limit) = (try integer(in: 0...most), try integer(in: -1...most))
        let sharedValues = try doubles()
        var normalization: Normalization?
        if try integer(in: 0...1) == 1 {
            let (means, deviations) = (try floats(), try floats())
            guard means.count == deviations.count else { throw .broken(reason: "half a normalization") }
            normalization = Normalization(means: means, deviations: deviations)
        }
        return EvaluationRequest(
            recipes: (0..<recipes).map { .listed($0) }, expression: expression, episodes: episodes,
            firstIndividual: firstIndividual, firstEpisode: firstEpisode, purpose: purpose, generation: generation,
            sharedValues: sharedValues, normalization: normalization, episodeLimit: limit < 0 ? nil : limit)
    }
}
