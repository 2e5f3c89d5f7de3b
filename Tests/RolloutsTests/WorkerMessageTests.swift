import Environments
import Kernels
import Networks
import Processes
import Randomness
import Search
import TestSupport
import Testing

@testable import Rollouts

@Suite struct `A message between workers` {
    private static let failure = WrittenFailure(
        EpisodeFailure(
            error: LostWorker(environment: "e", words: "w", lane: nil), generation: 7, individual: 3, episode: 2,
            step: 41,
            purpose: .test)
    ) { Array("\($0)".utf8) }

    private static let report: JobReport = {
        var report = JobReport()
        report.jobs = [
            JobReport.Job(number: 5, episodeReturn: -0.0, length: 3, fitness: .infinity, hasFailed: false),
            JobReport.Job(number: 1 << 40, episodeReturn: 0x1.8p-1030, length: 0, fitness: 0, hasFailed: true),
        ]
        report.behaviors = [(5, [1, 2, 3]), (6, [])]
        report.further = [(5, [.pi])]
        report.observations = [(5, 3, [1, -2])]
        report.forgiven = (9, failure)
        return report
    }()

    private static let plan = EpisodePlan(
        request: EvaluationRequest(
            recipes: [.sample(seed: 1, sign: .plus), .initial(seed: 2)], expression: WrittenOut(), episodes: 3,
            firstIndividual: 4, firstEpisode: 5, purpose: .episode, generation: 6, sharedValues: [0.5, -1],
            normalization: Normalization(means: [1, 2], deviations: [3, 4]), episodeLimit: 70),
        settings: EpisodeSettings(seed: 8, maxSteps: 90))

    private func read(_ request: WorkerRequest) throws -> WorkerRequest {
        try WorkerRequest(request.bytes, settings: Self.plan.settings, expression: WrittenOut())
    }

    @Test func `is read as it was written`() throws {
        let bytes = WorkerAnswer.results(Self.report, asksForMore: true).bytes
        guard case .results(let report, true) = try WorkerAnswer(bytes) else { throw Unexpected() }
        #expect(WorkerAnswer.results(report, asksForMore: true).bytes == bytes)
        #expect(report.jobs[0].episodeReturn.sign == .minus && report.jobs[1].number == 1 << 40)
        #expect(report.behaviors.map(\.values) == [[1, 2, 3], []] && report.further[0].objectives == [.pi])
        #expect(report.observations[0].sums == [1, -2] && report.forgiven?.job == 9)
        guard case .failed(let failure) = try WorkerAnswer(WorkerAnswer.failed(Self.failure).bytes),
            let read = failure.failure({ Text(description: String(decoding: $0, as: UTF8.self)) }) as? EpisodeFailure
        else { throw Unexpected() }
        #expect("\(read)" == "e: a worker w (the policy of generation 7, episode 3, step 41)")
        guard case .hung("pattern") = try WorkerAnswer(WorkerAnswer.hung("pattern").bytes),
            case .ready = try WorkerAnswer(WorkerAnswer.ready.bytes),
            case .told([1, 2]) = try WorkerAnswer(WorkerAnswer.told([1, 2]).bytes),
            case .refused([3]) = try WorkerAnswer(WorkerAnswer.refused([3]).bytes),
            case .results(_, false) = try WorkerAnswer(WorkerAnswer.results(JobReport(), asksForMore: false).bytes)
        else { throw Unexpected() }
    }

    @Test func `asks what it was to ask`() throws {
        guard case .plan(let plan, 3) = try read(.plan(Self.plan, workers: 3)) else { throw Unexpected() }
        let (got, sent) = (plan.request, Self.plan.request)
        #expect(got.recipes.count == 2 && got.episodes == 3 && plan.count == 6 && plan.limit == 70)
        #expect(got.firstIndividual == 4 && got.firstEpisode == 5 && got.purpose == .episode && got.generation == 6)
        #expect(got.sharedValues == sent.sharedValues && got.normalization == sent.normalization)
        for job in 0..<6 { #expect(plan.address(of: job) == Self.plan.address(of: job)) }
        guard case .jobs(4..<9) = try read(.jobs(4..<9)), case .jobs(let none) = try read(.jobs(0..<0)), none.isEmpty,
            case .open([1, 2], [3]) = try read(.open(assignment: [1, 2], setup: [3])),
            case .describe([4]) = try read(.describe(assignment: [4])),
            case .calibrate([5], [6, 7], 8) = try read(.calibrate(assignment: [5], task: [6, 7], memory: 8))
        else { throw Unexpected() }
    }

    @Test func `that is damaged is refused, or is another one, but does no harm`() {
        let answers = [
            WorkerAnswer.results(Self.report, asksForMore: true), .failed(Self.failure), .hung("x"), .ready,
        ].map(\.bytes)
        let requests = [
            WorkerRequest.plan(Self.plan, workers: 2), .jobs(0..<4), .open(assignment: [1], setup: [2, 3]),
        ]
        .map(\.bytes)
        var (fuzzer, refused) = (ByteFuzzer(seed: 1), 0)
        for round in 0..<20_000 {
            do { _ = try WorkerAnswer(fuzzer.damaged(answers[round % answers.count])) } catch { refused += 1 }
            // The plan's number of recipes is believed: it comes from the process that this one works for.
            do {
                _ = try WorkerRequest(
                    fuzzer.damaged(requests[1 + round % 2]), settings: Self.plan.settings, expression: WrittenOut())
            } catch { refused += 1 }
        }
        #expect(refused > 5_000)
    }

    @Test func `about a setup is read as it was written`() throws {
        let shape = PolicyShape(
            encoder: .normalized(3, clip: 4), network: .dense(DenseNetwork(widths: [3, 5, 2], activation: .relu)),
            decoder: .continuous(low: [-1, 0], high: [1, 2], noise: 0.25))
        let settings = EpisodeSettings(
            seed: .max, maxSteps: 12, sharesRandomNumbers: true, combination: .median, errorRule: .worst)
        let game = Game(shape: shape, lanes: 7, reward: .sign, hasBehavior: true)
        let setup = WorkerSetup(subject: .game(game), settings: settings, kernels: "portable", memory: 99)
        let read = try WorkerSetup(setup.bytes)
        guard case .game(let got) = read.subject else { throw Unexpected() }
        #expect(got.shape == shape && got.lanes == 7 && got.reward == .sign && got.hasBehavior)
        #expect(read.settings.seed == .max && read.settings.maxSteps == 12 && read.settings.sharesRandomNumbers)
        #expect(read.settings.combination == .median && read.settings.errorRule == .worst)
        #expect(read.kernels == "portable" && read.memory == 99 && read.slots == 7)
        let problem = WorkerSetup(
            subject: .objective(Problem(bits: 70, floats: 3)), settings: settings, kernels: "portable", memory: 0)
        #expect(try WorkerSetup(problem.bytes).genomeSize == (70, 3))
    }

    private struct Unexpected: Error {}

    private struct Text: Error, CustomStringConvertible { let description: String }
}

@Suite struct `Memory that workers share` {
    @Test func `holds what another maps, and keeps its size`() throws {
        let setup = WorkerSetup(
            subject: .objective(Problem(bits: 70, floats: 5)), settings: EpisodeSettings(seed: 1, maxSteps: 1),
            kernels: "portable", memory: 0)
        let memory = try SharedMemory.reserve()
        let mine = try GenomeSlots(memory, for: setup, fixesSize: true)
        let others = try GenomeSlots(memory, for: setup)
        #expect(mine.genomes.count == ObjectiveWorker.most)
        for (slot, genome) in mine.genomes.enumerated() {
            genome.bits[1] = UInt64(slot)
            genome.floats[4] = Float(slot) + 0.5
        }
        mine.calls[0] = 3
        for (slot, genome) in others.genomes.enumerated() {
            #expect(genome.bits[1] == UInt64(slot) && genome.floats[4] == Float(slot) + 0.5)
        }
        #expect(others.calls[0] == 3)
        let handed = HandedGenomes(others)
        handed.firstPlace = 40
        let genome = Genome(bitCount: 70, floatCount: 5)
        handed.express(.listed(43), into: genome)
        #expect(genome.isEqual(to: mine.genomes[3]))
        #expect(throws: ProcessError.self) { try SharedMemory(memory, size: 64) }
    }
}

@Suite struct `A watch over calls` {
    @Test func `tells one that goes on for too long, whatever was before`() {
        var watch = CallWatch(limit: .seconds(1))
        #expect(watch.look == .milliseconds(250))
        let looks: [(count: UInt64, isTooLong: Bool)] = [
            (1, false), (1, false), (1, false), (1, false), (3, false), (3, false), (3, false), (4, false), (4, false),
            (4, false), (4, false), (4, false), (5, false), (5, false), (5, false), (5, false), (5, true),
        ]
        for (index, look) in looks.enumerated() { #expect(watch.isTooLong(look.count) == look.isTooLong, "\(index)") }
    }

    @Test func `looks often enough for short limits`() {
        #expect(CallWatch(limit: .milliseconds(100)).look == .milliseconds(25))
        #expect(CallWatch(limit: .milliseconds(1)).look == .milliseconds(5))
        #expect(CallWatch(limit: .seconds(100)).look == .milliseconds(250))
    }
}

@Suite struct `Numbers of individuals` {
    @Test func `are listed in ranges`() {
        let texts: [([Int], String)] = [
            ([3], "individual 3"), ([3, 3], "individual 3"), ([1, 2], "individuals 1 and 2"),
            ([4, 5, 6], "individuals 4 to 6"), ([1, 3, 4, 5, 7], "individuals 1, 3 to 5 and 7"),
            ([1, 2, 4, 5], "individuals 1, 2, 4 and 5"),
        ]
        for (numbers, text) in texts { #expect(NumberText.individuals(numbers) == text) }
    }
}
