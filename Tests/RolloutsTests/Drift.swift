import Environments
import Kernels
import Randomness

/// A walker on a line that the wind moves: an environment of the tests that draws as it goes, cuts episodes short by
/// itself, earns uneven rewards, and fails when it is told to.
///
/// Three actions (left, stay, right), two values (position and wind), each lane's beside one another. It terminates
/// beyond ±4, and truncates itself after 23 steps.
final class Drift: StepwiseEnvironment {
    enum Failure: Error, Equatable {
        case reset(worker: Int)
        case step(worker: Int)
    }

    /// When to throw, counted in calls of this instance; nil for never.
    struct Fault {
        var reset: Int?
        var step: Int?
    }

    struct Episode {
        var random: RandomStream
        var position = 0.0
        var wind = 0.0
        var length = 0
    }

    let specification = EnvironmentSpecification(
        name: "drift",
        summary: "a walker in the wind",
        observationSpace: .box(low: [-5, -1], high: [5, 1]),
        actionSpace: .discrete(count: 3),
        maxSteps: 30
    )
    let batch: ObservationBatch
    private var episodes: [Episode?]
    private var fault: Fault
    private let worker: Int

    init(capacity: Int, worker: Int = 0, fault: Fault = Fault()) {
        batch = ObservationBatch(capacity: capacity, valueCount: 2, layout: .laneMajor)
        episodes = Array(repeating: nil, count: capacity)
        self.fault = fault
        self.worker = worker
    }

    func reset(lane: Int, random: RandomStream) throws {
        if let left = fault.reset {
            if left == 0 { throw Failure.reset(worker: worker) }
            fault.reset = left - 1
        }
        var episode = Episode(random: random)
        episode.position = episode.random.uniform(-1, 1)
        episodes[lane] = episode
        observe(lane)
    }

    func step(lanes: Int, actions: ActionBatch) throws {
        if let left = fault.step {
            if left == 0 { throw Failure.step(worker: worker) }
            fault.step = left - 1
        }
        for lane in 0..<lanes {
            guard var episode = episodes[lane] else { preconditionFailure("lane \(lane) was not reset") }
            precondition(batch.terminated[lane] == 0 || episode.length == 0, "lane \(lane) has ended")
            episode.wind = episode.random.uniform(-0.9, 0.9)
            episode.position += episode.wind + Double(actions.discrete[lane] - 1) * 0.3
            episode.length += 1
            episodes[lane] = episode
            observe(lane)
            batch.rewards[lane] = 1 - abs(episode.position) / 3
            batch.terminated[lane] = abs(episode.position) > 4 ? 1 : 0
            batch.truncated[lane] = episode.length >= 23 ? 1 : 0
        }
    }

    func move(from source: Int, to target: Int) {
        episodes[target] = episodes[source]
        episodes[source] = nil
        batch.moveObservation(from: source, to: target)
        batch.terminated[target] = 0
    }

    private func observe(_ lane: Int) {
        guard let episode = episodes[lane] else { return }
        batch[lane: lane, value: 0] = Float(episode.position)
        batch[lane: lane, value: 1] = Float(episode.wind)
    }
}
