import Environments
import Kernels
import Randomness
import TestSupport
import Testing

@Suite(.enabled(if: BuiltLibrary.hasMake, "needs make (Debian: make)"))
struct `CartPole in C` {
    private static func random(_ episode: Int) -> RandomStream {
        RandomStream(RandomAddress(seed: 3, purpose: .episode, subject: 1, episode: episode))
    }

    /// What a lane observed and earned last, in bits.
    private static func bits(_ batch: ObservationBatch, _ lane: Int) -> [UInt64] {
        (0..<4).map { UInt64(batch[lane: lane, value: $0].bitPattern) }
            + [batch.rewards[lane].bitPattern, UInt64(batch.terminated[lane]), UInt64(batch.truncated[lane])]
    }

    @Test(arguments: [1, 7, 8, 32, 45])
    func `plays the episodes of the built-in one, bit for bit`(capacity: Int) throws {
        let folder = TemporaryFolder()
        let library = try NativeLibrary(
            path: BuiltLibrary.shipped("cartpole_in_c", in: folder.path), name: "cartpole_in_c.so")
        let plugin = try NativePlugin(library, named: "cartpole_in_c")
        #expect(plugin.specification.observationSpace == CartPole.specification.observationSpace)
        #expect(plugin.specification.actionSpace == CartPole.specification.actionSpace)
        #expect(plugin.specification.maxSteps == CartPole.specification.maxSteps)
        let (native, builtIn) = (try plugin.make(capacity: capacity), CartPole(capacity: capacity, kernels: .best))
        let actions = ActionBatch(capacity: capacity, shape: .discrete(count: 2))
        let stages = (native.stage(actions: actions), builtIn.stage(actions: actions))
        var (lanes, begun, steps) = (capacity, capacity, 0)
        func begin(_ episode: Int, in lane: Int) throws {
            try native.reset(lane: lane, random: Self.random(episode))
            builtIn.reset(lane: lane, random: Self.random(episode))
        }
        for lane in 0..<lanes { try begin(lane, in: lane) }
        var random = SplitMix64(seed: UInt64(capacity))
        while lanes > 0 {
            // Against the fall, but for an action in ten: episodes of some hundred steps, which go to either side.
            for lane in 0..<lanes {
                let isRight = builtIn.batch[lane: lane, value: 2] + builtIn.batch[lane: lane, value: 3] > 0
                actions.discrete[lane] = isRight == (Int.random(in: 0..<10, using: &random) > 0) ? 1 : 0
            }
            try stages.0.run(lanes: lanes)
            try stages.1.run(lanes: lanes)
            for lane in 0..<lanes { #expect(Self.bits(native.batch, lane) == Self.bits(builtIn.batch, lane)) }
            steps += lanes
            for lane in (0..<lanes).reversed() where builtIn.batch.terminated[lane] == 1 {
                if begun < 200 {
                    try begin(begun, in: lane)
                    begun += 1
                } else {
                    lanes -= 1
                    native.move(from: lanes, to: lane)
                    builtIn.move(from: lanes, to: lane)
                }
            }
        }
        #expect(steps > 10_000)
    }
}
