import Kernels
import Randomness

/// Acrobot-v1: two hanging links, moved by a torque of -1 (0), 0 (1) or 1 N m (2) between them, cost 1 a step until the
/// free end is a link's length above the upper joint.
///
/// State: the angle of the first link, that of the second to it (rad), and their angular velocities (rad/s).
/// Observation: cosine and sine of the first angle, of the second, and the velocities. Truncated after 500 steps.
/// - SeeAlso: Sutton 1996, "Generalization in reinforcement learning: successful examples using sparse coarse coding".
package enum AcrobotDynamics: KernelDynamics {
    package static let specification = EnvironmentSpecification(
        name: "acrobot",
        summary: "swing two links up by a torque between them (Gymnasium's Acrobot-v1)",
        observationSpace: .box(
            low: [-1, -1, -1, -1, -4 * .pi, -9 * .pi],
            high: [1, 1, 1, 1, 4 * .pi, 9 * .pi]
        ),
        actionSpace: .discrete(count: 3),
        maxSteps: 500,
        layout: .valueMajor
    )
    package static let kernel = StepKernel.acrobot

    /// Rounded to float32, as Gymnasium's.
    package static func start(_ random: inout RandomStream) -> SIMD4<Double> {
        var state = SIMD4<Double>.zero
        for value in 0..<4 { state[value] = Double(Float(random.uniform(-0.1, 0.1))) }
        return state
    }

    package static func observe(_ state: SIMD4<Double>, in lane: KernelLane) {
        for link in 0..<2 {
            lane.observe(Elementary.cos(state[link]), at: 2 * link)
            lane.observe(Elementary.sin(state[link]), at: 2 * link + 1)
            lane.observe(state[2 + link], at: 4 + link)
        }
    }
}

package typealias Acrobot = KernelEnvironment<AcrobotDynamics>
