import Environments
import Kernels
import Randomness
import TestSupport
import Testing

@Suite(.enabled(if: Python.isExpected, "\(Python.skipComment)"))
struct `Gymnasium's CartPole` {
    private static let episodes = 60

    /// The start state of the native one, in float64, for Gymnasium's seed of the same episode.
    private func starts() -> String {
        let native = CartPole(capacity: 1, kernels: .best)
        let starts = (0..<Self.episodes).map { episode in
            native.reset(lane: 0, random: episodeStream(episode))
            let state = native.state(of: 0)
            var random = episodeStream(episode)
            return "\"\(random.next() >> 33)\": [\((0..<4).map { "\(state[$0])" }.joined(separator: ", "))]"
        }
        return "{\(starts.joined(separator: ", "))}"
    }

    /// Pushes to where the pole falls, at times elsewhere: episodes of all lengths, some of them whole.
    private static func action(_ observation: [Float], _ random: inout SplitMix64, _ episode: Int) -> Int32 {
        let leans = observation[2] + 0.5 * observation[3] + 0.05 * observation[0] > 0
        let errs = Int.random(in: 0..<60, using: &random) < episode
        return leans != errs ? 1 : 0
    }

    @Test func `is the native one from the same states, within one unit in the last place`() throws {
        let interpreter = try PythonInterpreter.find(
            given: TrialPython.path, environment: [:], worker: TrialPython.worker)
        let processes = PythonProcesses {
            interpreter
        } print: { _ in
        }
        let chosen = ChosenEnvironment(
            "gymnasium:genome_trials:CartPoleFrom-v0",
            options: [EnvironmentOption(name: "starts", value: .text(starts()))])
        let plugin = try processes.plugin(#require(PythonTask(chosen)))
        let bridged = try plugin.make(capacity: 1, callLimit: .seconds(20))
        let native = CartPole(capacity: 1, kernels: .best)
        #expect(plugin.specification.maxSteps == native.specification.maxSteps)
        let actions = ActionBatch(capacity: 1, shape: .discrete(count: 2))
        let (stage, nativeStage) = (bridged.stage(actions: actions), native.stage(actions: actions))
        var lengths: Set<Int> = []
        for episode in 0..<Self.episodes {
            bridged.reset(lane: 0, random: episodeStream(episode))
            try bridged.finishResets()
            native.reset(lane: 0, random: episodeStream(episode))
            var random = SplitMix64(seed: UInt64(episode))
            var (steps, hasEnded) = (0, false)
            while !hasEnded {
                for value in 0..<4 {
                    let (ours, theirs) = (native.batch[lane: 0, value: value], bridged.batch[lane: 0, value: value])
                    #expect(abs(ours - theirs) <= max(ours.ulp, theirs.ulp), "episode \(episode), step \(steps)")
                }
                actions.discrete[0] = Self.action((0..<4).map { native.batch[lane: 0, value: $0] }, &random, episode)
                try stage.run(lanes: 1)
                nativeStage.runNative(lanes: 1)
                steps += 1
                #expect(bridged.batch.rewards[0] == native.batch.rewards[0])
                #expect(bridged.batch.terminated[0] == native.batch.terminated[0])
                #expect(bridged.batch.truncated[0] == (steps == 500 ? 1 : 0))
                hasEnded = native.batch.terminated[0] == 1 || steps == 500
            }
            lengths.insert(steps)
        }
        #expect(lengths.contains(500) && lengths.count > 20, "\(lengths.sorted())")
    }
}
