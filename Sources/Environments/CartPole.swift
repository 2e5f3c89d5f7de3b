import Kernels
import Randomness

/// CartPole-v1: a pole on a cart, pushed left (0) or right (1), earns 1 a step until it falls or leaves the track.
///
/// State and observation: position (m), velocity (m/s), angle (rad), angular velocity (rad/s). Terminated when
/// |position| > 2.4 m or |angle| > 12°; truncated after 500 steps.
/// - SeeAlso: Barto, Sutton and Anderson 1983, <https://doi.org/10.1109/TSMC.1983.6313077>.
package enum CartPoleDynamics: KernelDynamics {
    package static let specification = EnvironmentSpecification(
        name: "cartpole",
        summary: "balance a pole on a cart by pushing the cart left or right (Gymnasium's CartPole-v1)",
        observationSpace: .box(
            low: [-4.8, -.infinity, -0.41887902047863906, -.infinity],
            high: [4.8, .infinity, 0.41887902047863906, .infinity]
        ),
        actionSpace: .discrete(count: 2),
        maxSteps: 500,
        layout: .valueMajor
    )
    package static let kernel = StepKernel.cartPole

    package static func start(_ random: inout RandomStream) -> SIMD4<Double> {
        var state = SIMD4<Double>.zero
        for value in 0..<4 { state[value] = random.uniform(-0.05, 0.05) }
        return state
    }

    package static func observe(_ state: SIMD4<Double>, in lane: KernelLane) {
        for value in 0..<4 { lane.observe(state[value], at: value) }
        lane.keep(Elementary.sin(state[2]), at: 4)
        lane.keep(Elementary.cos(state[2]), at: 5)
    }
}

package typealias CartPole = KernelEnvironment<CartPoleDynamics>
