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
    private static let plan = EpisodePlan(
        request: EvaluationRequest(
            recipes: [.sample(seed: 1, sign: .plus), .initial(seed: 2)], expression: WrittenOut(), episodes: 3,
            firstIndividual: 4, firstEpisode: 5, purpose: .episode, generation: 6, sharedValues: [0.5, -1],
            normalization: Normalization(means: [1, 2], deviations: [3, 4]), episodeLimit: 70),
        settings: EpisodeSettings(seed: 8, maxSteps: 90, errorRule: .worst))

    private static let failure = WrittenFailure(
        EpisodeFailure(LostWorker(environment: "e", words: "w", lane: nil), 4, of: plan, step: 41), of: plan
    ) { Array("\($0)".utf8) }

    private static let report: JobReport = {
        var report = JobReport()
        report.jobs = [
            JobReport.Job(
                number: 2, episodeReturn: -0.0, length: 3, fitness: .infinity, hasFailed: false, behavior: [1, 2, 3],
                further: [.pi], observations: (3, [1, -2])),
            JobReport.Job(number: 4, episodeReturn: 0x1.8p-1030, length: 0, fitness: 0, hasFailed: true),
        ]
        report.forgiven = failure
        return report
    }()

    private static func readError(_ bytes: [UInt8]) -> any Error {
        Text(description: String(decoding: bytes, as: UTF8.self))
    }

    private func read(_ request: WorkerRequest) throws -> WorkerRequest {
        try WorkerRequest(request.bytes, settings: Self.plan.settings, expression: WrittenOut())
    }

    @Test func `is read as it was written`() throws {
        let bytes = WorkerAnswer.results(Self.report, asksForMore: true).bytes
        guard case .results(let report, true) = try WorkerAnswer(bytes) else { throw Unexpected() }
        #expect(WorkerAnswer.results(report, asksForMore: true).bytes == bytes)
        #expect(report.jobs[0].episodeReturn.sign == .minus && report.jobs[1].episodeReturn == 0x1.8p-1030)
        #expect(report.jobs[0].behavior == [1, 2, 3] && report.jobs[0].further == [.pi])
        #expect(report.jobs[0].observations.sums == [1, -2] && report.forgiven?.job == 4)
        guard case .failed(let failure) = try WorkerAnswer(WorkerAnswer.failed(Self.failure).bytes) else {
            throw Unexpected()
        }
        #expect(
            "\(failure.failure(of: Self.plan, Self.readError))"
                == "e: a worker w (individual 6 of generation 6, episode 7, step 41)")
        guard case .hung("pat?tern") = try WorkerAnswer(WorkerAnswer.hung("pat\u{1b}tern").bytes),
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
            case .rate([1, 2], [3]) = try WorkerErrand(WorkerErrand.rate(assignment: [1, 2], setup: [3]).bytes),
            case .describe([4]) = try WorkerErrand(WorkerErrand.describe(assignment: [4]).bytes),
            case .calibrate([5], [6, 7], 8) = try WorkerErrand(
                WorkerErrand.calibrate(assignment: [5], task: [6, 7], memory: 8).bytes)
        else { throw Unexpected() }
    }

    /// What came of jobs 2 to 4, where a process says so.
    private func close(_ report: JobReport, _ results: WorkerResults) -> Bool {
        let jobs = HandedJobs(WorkCounter(6))
        _ = jobs.take(most: 2)
        _ = jobs.take(most: 3)
        return jobs.close(report, sumCount: 2, of: Self.plan, into: results, Self.readError)
            && jobs.open == [0, 1, 3]
    }

    private func results() -> WorkerResults { WorkerResults(Evaluations(Self.plan, isShaped: true)) }

    @Test func `of results is taken over for jobs that were handed over, and no others`() {
        let all = results()
        #expect(close(Self.report, all))
        #expect(all.evaluations.lengths.array() == [0, 0, 3, 0, 0, 0] && all.evaluations.failures?[4] == 1)
        #expect(all.finished == [2, 4] && all.behaviors.map(\.job) == [2] && all.further.map(\.job) == [2])
        #expect(all.observations.map(\.statistics.sums) == [[1, -2]])
        #expect([all].forgivenFailure?.individual == 5)
        for change in [
            { (report: inout JobReport) in report.jobs.append(report.jobs[0]) },
            { report in report.jobs[0].observations.sums.append(1) },
            { report in
                report.jobs.append(JobReport.Job(number: 5, episodeReturn: 0, length: 0, fitness: 0, hasFailed: false))
            },
            { report in report.jobs[1] = report.jobs[0] },
        ] {
            var wrong = Self.report
            change(&wrong)
            #expect(!close(wrong, results()))
        }
    }

    @Test func `that is damaged is refused, or is another one, but does no harm`() {
        let answers = [
            WorkerAnswer.results(Self.report, asksForMore: true), .failed(Self.failure), .hung("x"), .ready,
        ].map(\.bytes)
        let errands = [WorkerErrand.rate(assignment: [1], setup: [2, 3]), .describe(assignment: [4])].map(\.bytes)
        var (fuzzer, refused) = (ByteFuzzer(seed: 1), 0)
        for round in 0..<20_000 {
            do {
                switch try WorkerAnswer(fuzzer.damaged(answers[round % answers.count])) {
                case .results(let report, _): if !close(report, results()) { refused += 1 }
                case .failed(let failure):
                    let jobs = HandedJobs(WorkCounter(6))
                    _ = jobs.take(most: 5)
                    if jobs.fits(failure) { _ = failure.failure(of: Self.plan, Self.readError) } else { refused += 1 }
                default: break
                }
            } catch { refused += 1 }
            do { _ = try WorkerErrand(fuzzer.damaged(errands[round % 2])) } catch { refused += 1 }
        }
        #expect(refused > 10_000)
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
        let mine = try WorkerMemory(memory, for: setup, fixesSize: true)
        let others = try WorkerMemory(memory, for: setup)
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
