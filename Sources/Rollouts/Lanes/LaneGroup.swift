import Environments
import Kernels
import Networks
import Randomness
import Search

/// A worker's lanes: episodes of different individuals that step together, each with its own network.
///
/// Everything is allocated once. A step encodes all observations, runs all networks, decodes all actions and steps the
/// environment; then lanes whose episode ended take the next one, or are closed up. What an episode gives depends on
/// its own recipe and random stream alone, never on the lane or on who else is in the group.
package final class LaneGroup: Worker {
    private let kit: any WorkerKit
    private let environment: any Environment
    private let capacity: Int

    private var individuals: LaneIndividuals
    /// Encoding, networks, decoding and the environment's step.
    private let steps: GroupSteps
    /// The same of individuals that are rated: with the decoder's noise and the reward, where there are any.
    private let ratedSteps: GroupSteps
    private let parts: [Part]
    private let behavior: (any BehaviorFunction)?
    private let books: EpisodeBooks
    private let frames: ImageFrames?
    private let normalizer: ObservationNormalizer?
    private let virtualBatch: VirtualBatch?
    /// The episode of the plan that each lane plays.
    private let jobs: Buffer<Int>
    /// Whether it failed already, and is only played to the end of its step.
    private let hasFailed: Buffer<Bool>
    /// Whether it is played for the second time.
    private let isSecondTry: Buffer<Bool>
    /// Whether a worker was lost as it played it.
    private let wasLost: Buffer<Bool>
    /// Lanes whose episodes are about to begin.
    private var beginning: [Int] = []
    /// Workers lost as they played nothing, since an episode was over.
    private var idleLosses = 0

    /// - Parameters:
    ///   - kit: Makes what is played.
    package init(_ game: Game, kit: any WorkerKit, kernels: KernelSet) throws {
        let (capacity, shape) = (game.lanes, game.shape)
        self.kit = kit
        environment = try kit.makeEnvironment(capacity: capacity, kernels: kernels)
        self.capacity = capacity
        let batch = environment.batch
        let books = EpisodeBooks(capacity: capacity)
        let actions = ActionBatch(capacity: capacity, shape: shape.decoder.actions)
        let policy = try PolicyStages(
            shape, slots: LaneIndividuals.slotCount(lanes: capacity), from: batch, into: actions, kit: kit,
            kernels: kernels)
        individuals = LaneIndividuals(policy.networks, of: shape.network, capacity: capacity)
        frames = policy.frames
        normalizer = policy.normalizer
        virtualBatch = policy.virtualBatch
        let environmentStage = [GroupStage(stage: environment.stage(actions: actions), work: environment)]
        steps = GroupSteps(policy.stages + environmentStage, batch: batch, books: books, kernels: kernels)
        let context = RewardContext(batch: batch, actions: actions, books: books)
        let reward = try game.reward.flatMap { try $0.part(context, of: kit, kernels) }
        let rewardStage = reward.map { [GroupStage(stage: $0.stage, work: $0)] } ?? []
        ratedSteps = GroupSteps(
            policy.ratedStages + environmentStage + rewardStage, batch: batch, books: books, kernels: kernels)
        self.books = books
        parts = [
            policy.encoder.map { Part(work: $0, purpose: .encoder, testPurpose: .testEncoder) },
            policy.decoder.map { Part(work: $0, purpose: .decoder, testPurpose: .testDecoder) },
            policy.noise.map { Part(work: $0, purpose: .decoder, testPurpose: nil) },
            reward.map { Part(work: $0, purpose: .reward, testPurpose: nil) },
        ].compactMap(\.self)
        behavior = game.hasBehavior ? try kit.makeBehavior(environment) : nil
        jobs = Buffer(repeating: 0, count: capacity)
        hasFailed = Buffer(repeating: false, count: capacity)
        isSecondTry = Buffer(repeating: false, count: capacity)
        wasLost = Buffer(repeating: false, count: capacity)
    }

    /// Plays episodes of a plan until none is left to take.
    package func work(
        on plan: EpisodePlan, _ jobs: any JobSource, workers: Int, into results: WorkerResults
    ) throws {
        individuals.forget(plan.request.expression)
        if let normalizer, let normalization = plan.request.normalization {
            normalizer.set(normalization)
            virtualBatch?.encode(normalization)
        }
        kit.share(plan.request.sharedValues)
        books.limit[0] = Int32(clamping: plan.limit)
        let task = Task(plan: plan, jobs: jobs, results: results)
        beginning = []
        // Not more at first than leaves episodes for other workers.
        let share = (plan.count + workers - 1) / workers
        var lanes = 0
        while try lanes < min(share, capacity) && beginNext(in: lanes, of: task) { lanes += 1 }
        while lanes > 0 {
            do { try advance(&lanes, of: task) } catch let loss as LostWorker {
                try playAgain(&lanes, after: loss, task)
            }
        }
    }

    /// Plays until episodes end, and begins the next ones.
    private func advance(_ lanes: inout Int, of task: Task) throws {
        try finishResets(&lanes, of: task)
        let steps = task.rates ? ratedSteps : self.steps
        let endedCount = lanes == 0 ? 0 : try step(lanes, steps, task)
        // From the last lane down, so that a lane moved into a gap is never one that ended itself.
        for position in stride(from: endedCount - 1, through: 0, by: -1) {
            let lane = Int(steps.loop.ended[position])
            try noteBehavior(lane, task)
            if try !takesAnotherTry(lane, task) { try replace(lane, &lanes, of: task) }
        }
    }

    /// What is played, and where the results go.
    private struct Task {
        let plan: EpisodePlan
        let jobs: any JobSource
        let results: WorkerResults

        var evaluations: Evaluations { results.evaluations }
        var rates: Bool { plan.rates }
        var errorRule: ErrorRule { plan.settings.errorRule }
    }

    /// A part of the step that a script wrote.
    private struct Part {
        let work: any EpisodePart
        /// What its draws are for in an episode that rates an individual, and in another; nil: it has no part there.
        let purpose: Purpose
        let testPurpose: Purpose?

        func purpose(_ task: Task) -> Purpose? { task.rates ? purpose : testPurpose }
    }

    /// Steps until episodes end; returns how many. A step that failed in one lane and is forgiven goes on behind it.
    private func step(_ lanes: Int, _ steps: GroupSteps, _ task: Task) throws -> Int {
        var stage = 0
        while true {
            do {
                return try steps.loop.run(lanes: lanes, from: stage)
            } catch {
                if let loss = error.error as? LostWorker { throw loss }
                let work = steps.work[error.stage]
                let lane = work?.failedLane
                try forgive(error.error, in: lane ?? 0, task)
                // Its step is completed with whatever stands there, and is its last.
                books.lengths[lane ?? 0] = books.limit[0] - 1
                work?.skip(through: lane ?? 0)
                stage = error.stage
            }
        }
    }

    private func begin(_ job: Int, in lane: Int, of task: Task) throws {
        books.begin(lane: lane)
        frames?.begin(lane: lane)
        normalizer?.begin(lane: lane)
        jobs[lane] = job
        hasFailed[lane] = false
        try environment.reset(lane: lane, random: task.plan.random(of: job))
        beginning.append(lane)
    }

    /// Completes the beginnings of episodes: those that fail there leave their lanes to the next ones.
    private func finishResets(_ lanes: inout Int, of task: Task) throws {
        while !beginning.isEmpty {
            do { try environment.finishResets() } catch {
                guard let lane = environment.failedLane, !(error is LostWorker) else { throw error }
                try giveUp(lane, error, &lanes, task)
                continue
            }
            while let lane = beginning.popLast() {
                do { try resetParts(in: lane, of: task) } catch {
                    try giveUp(lane, error, &lanes, task)
                    break
                }
            }
        }
    }

    private func resetParts(in lane: Int, of task: Task) throws {
        for part in parts {
            guard let purpose = part.purpose(task) else { continue }
            try part.work.reset(lane: lane, random: task.plan.random(of: jobs[lane], purpose: purpose))
        }
    }

    /// An episode failed as it began.
    private func giveUp(_ lane: Int, _ error: any Error, _ lanes: inout Int, _ task: Task) throws {
        beginning.removeAll { $0 == lane }
        try forgive(error, in: lane, task)
        if try !takesAnotherTry(lane, task) { try replace(lane, &lanes, of: task) }
    }

    /// The episode of a lane is over: the next one begins there, or that of the last lane goes on there.
    private func replace(_ lane: Int, _ lanes: inout Int, of task: Task) throws {
        finish(lane, of: task)
        if try beginNext(in: lane, of: task) { return }
        lanes -= 1
        if lane != lanes { try move(from: lanes, to: lane, task) }
    }

    /// Begins the next episode that can be begun.
    /// - Returns: False if none is left.
    private func beginNext(in lane: Int, of task: Task) throws -> Bool {
        while let job = task.jobs.take() {
            individuals.enter(task.plan.place(of: job), of: task.plan.request, lane: lane)
            isSecondTry[lane] = false
            wasLost[lane] = false
            if try hasBegun(job, in: lane, of: task) { return true }
            finish(lane, of: task)
        }
        return false
    }

    private func hasBegun(_ job: Int, in lane: Int, of task: Task) throws -> Bool {
        do {
            try begin(job, in: lane, of: task)
            return true
        } catch {
            try forgive(error, in: lane, task)
            return try takesAnotherTry(lane, task)
        }
    }

    /// Asks what the episode that has ended in a lane did.
    private func noteBehavior(_ lane: Int, _ task: Task) throws {
        guard let behavior, task.rates, !hasFailed[lane] else { return }
        do {
            let values = try behavior.behavior(
                lane: lane, length: Int(books.lengths[lane]), episodeReturn: books.returns[lane])
            task.results.behaviors.append((jobs[lane], values))
        } catch {
            try forgive(error, in: lane, task)
        }
    }

    private func finish(_ lane: Int, of task: Task) {
        let job = jobs[lane]
        idleLosses = 0
        if let normalizer, task.rates, !hasFailed[lane] {
            let statistics = ObservationStatistics(count: Int(books.lengths[lane]), sums: normalizer.sums(of: lane))
            task.results.observations.append((job, statistics))
        }
        if !hasFailed[lane] {
            task.evaluations.returns[job] = books.returns[lane]
            task.evaluations.lengths[job] = books.lengths[lane]
            task.evaluations.shaped?[job] = books.fitness[lane]
            if books.objectiveCounts[lane] > 1 {
                task.results.further.append((job, books.furtherObjectives(of: lane)))
            }
        }
        task.results.finished.append(job)
        individuals.leave(lane: lane)
    }

    private func move(from source: Int, to target: Int, _ task: Task) throws {
        try environment.move(from: source, to: target)
        for part in parts where part.purpose(task) != nil { try part.work.move(from: source, to: target) }
        individuals.move(from: source, to: target)
        if let place = beginning.firstIndex(of: source) { beginning[place] = target }
        jobs[target] = jobs[source]
        hasFailed[target] = hasFailed[source]
        isSecondTry[target] = isSecondTry[source]
        wasLost[target] = wasLost[source]
        frames?.move(from: source, to: target)
        normalizer?.move(from: source, to: target)
        books.move(from: source, to: target)
    }
}

// MARK: Failures

extension LaneGroup {
    /// Notes the error of a lane's episode where the plan forgives it.
    /// - Throws: `EpisodeFailure` where it does not.
    private func forgive(_ error: any Error, in lane: Int, _ task: Task) throws(EpisodeFailure) {
        if hasFailed[lane] && kit.isForgivable(error) { return }
        let failure = failure(error, in: lane, task)
        guard task.errorRule != .stop, kit.isForgivable(error), !isSecondTry[lane] else { throw failure }
        hasFailed[lane] = true
        if task.errorRule == .worst { rateWorst(failure, in: lane, task) }
    }

    private func rateWorst(_ failure: EpisodeFailure, in lane: Int, _ task: Task) {
        task.evaluations.returns[jobs[lane]] = books.returns[lane]
        task.evaluations.lengths[jobs[lane]] = books.lengths[lane]
        task.results.forgive(failure, of: jobs[lane])
    }

    /// Begins the episode of a lane again, where it failed and the plan says so.
    private func takesAnotherTry(_ lane: Int, _ task: Task) throws -> Bool {
        guard hasFailed[lane] && task.errorRule == .retry else { return false }
        isSecondTry[lane] = true
        do {
            try begin(jobs[lane], in: lane, of: task)
        } catch {
            try forgive(error, in: lane, task)
        }
        return true
    }

    private func failure(_ error: any Error, in lane: Int, _ task: Task) -> EpisodeFailure {
        EpisodeFailure(error, jobs[lane], of: task.plan, step: Int(books.lengths[lane]))
    }

    /// Begins the episodes of all lanes again, as they were lost with their worker: but for one that it was lost with
    /// before, which is worth the lowest fitness.
    /// - Throws: `EpisodeFailure` or `LostWorker` where the plan says to stop.
    private func playAgain(_ lanes: inout Int, after loss: LostWorker, _ task: Task) throws {
        let lane = loss.lane
        let wasPlayedTwice = lane.map { wasLost[$0] } ?? false
        try judge(loss, wasPlayedTwice: wasPlayedTwice, task)
        if let lane, wasPlayedTwice {
            hasFailed[lane] = true
            rateWorst(failure(loss, in: lane, task), in: lane, task)
        } else if !loss.isOthers {
            kit.note(lane.map { failure(loss, in: $0, task) } ?? loss)
        }
        if let lane { wasLost[lane] = true }
        try environment.recover()
        beginning = []
        for other in 0..<lanes where !wasPlayedTwice || other != lane { try begin(jobs[other], in: other, of: task) }
        if let lane, wasPlayedTwice { try replace(lane, &lanes, of: task) }
    }

    /// - Throws: What ends the run, where it does not go on without a worker.
    private func judge(_ loss: LostWorker, wasPlayedTwice: Bool, _ task: Task) throws {
        if let lane = loss.lane {
            // How long a call takes is no property of an individual.
            let isWorst = task.errorRule == .worst && !loss.isDeadline
            guard task.errorRule != .stop && (!wasPlayedTwice || isWorst) else { throw failure(loss, in: lane, task) }
        } else {
            if !loss.isOthers { idleLosses += 1 }
            guard task.errorRule != .stop && idleLosses <= LostWorker.mostIdle else { throw loss }
        }
    }
}
