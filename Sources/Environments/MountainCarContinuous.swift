import Kernels
import Randomness

/// MountainCarContinuous-v0: a car too weak for a hill earns 100 once it is up, less 0.1 times each squared action.
///
/// The action is a force in -1 ... 1; one beyond is cut to the bound, but costs its own square. Observation: position,
/// velocity, which Gymnasium keeps in float32 from the first step on. Terminated at position 0.45 or beyond, moving
/// right or at rest; truncated after 999 steps.
/// State: position, velocity, and 1 before the episode's first step, then 0.
package enum MountainCarContinuousDynamics: KernelDynamics {
    package static let specification = EnvironmentSpecification(
        name: "mountain_car_continuous",
        summary: "swing a weak car up a hill with little force (Gymnasium's MountainCarContinuous-v0)",
        observationSpace: .box(low: [-1.2, -0.07], high: [0.6, 0.07]),
        actionSpace: .box(low: [-1], high: [1]),
        maxSteps: 999,
        layout: .valueMajor
    )
    package static let kernel = StepKernel.mountainCarContinuous

    package static func start(_ random: inout RandomStream) -> SIMD3<Double> { [random.uniform(-0.6, -0.4), 0, 1] }

    package static func observe(_ state: SIMD3<Double>, in lane: KernelLane) {
        for value in 0..<2 { lane.observe(state[value], at: value) }
    }
}

package typealias MountainCarContinuous = KernelEnvironment<MountainCarContinuousDynamics>
