import Environments
import Kernels
import Testing

@Suite struct CartPoleEnvironment {
    @Test func `ends only past 2.4 metres or 12 degrees, on either side`() throws {
        let angle = 12 * 2 * Double.pi / 360
        let inside: [SIMD4<Double>] = [[2.4, 0, 0, 0], [-2.4, 0, 0, 0], [0, 0, angle, 0], [0, 0, -angle, 0]]
        let outside: [SIMD4<Double>] = [
            [(2.4).nextUp, 0, 0, 0], [-(2.4).nextUp, 0, 0, 0], [0, 0, angle.nextUp, 0], [0, 0, -angle.nextUp, 0],
        ]
        let cartPole = CartPole(capacity: 8, kernels: .best)
        for (lane, state) in (inside + outside).enumerated() { cartPole.setState(state, of: lane) }
        // At rest, the position and the angle are the same after a step: the velocities change first.
        try cartPole.stage(actions: ActionBatch(capacity: 8, shape: .discrete(count: 2))).run(lanes: 8)
        #expect(cartPole.batch.terminated.array() == [0, 0, 0, 0, 1, 1, 1, 1])
    }
}
