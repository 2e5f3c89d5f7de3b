import Kernels
import Randomness

/// Pendulum-v1: a rod is to be swung up and held there by a torque too weak to lift it; each step costs the squared
/// angle from upright, 0.1 times the squared velocity and 0.001 times the squared torque.
///
/// The action is a torque, cut to -2 ... 2 N m. State: the angle from upright (rad), not wrapped, and the angular velocity
/// (rad/s), at most 8. Observation: cosine and sine of the angle, and the velocity. Truncated after 200 steps.
/// Deviation: the torque's square is rounded once; Gymnasium has it from the C library's `powf`, which for 7 torques in
/// 10,000 is an ulp of float32 off.
package enum PendulumDynamics: KernelDynamics {
    package static let specification = EnvironmentSpecification(
        name: "pendulum",
        summary: "swing a rod up and hold it there by a weak torque (Gymnasium's Pendulum-v1)",
        observationSpace: .box(low: [-1, -1, -8], high: [1, 1, 8]),
        actionSpace: .box(low: [-2], high: [2]),
        maxSteps: 200,
        layout: .valueMajor
    )
    package static let kernel = StepKernel.pendulum

    package static func start(_ random: inout RandomStream) -> SIMD2<Double> {
        [random.uniform(-.pi, .pi), random.uniform(-1, 1)]
    }

    package static func observe(_ state: SIMD2<Double>, in lane: KernelLane) {
        let sine = Elementary.sin(state[0])
        lane.observe(Elementary.cos(state[0]), at: 0)
        lane.observe(sine, at: 1)
        lane.observe(state[1], at: 2)
        lane.keep(sine, at: 2)
    }
}

package typealias Pendulum = KernelEnvironment<PendulumDynamics>
