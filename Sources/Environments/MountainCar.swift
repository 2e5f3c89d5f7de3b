import Kernels
import Randomness

/// MountainCar-v0: a car too weak for a hill, driven left (0), not at all (1) or right (2), costs 1 a step until it is up.
///
/// State and observation: position, velocity. Terminated at position 0.5 or beyond, moving right or at rest; truncated
/// after 200 steps.
/// - SeeAlso: Moore 1990, "Efficient memory-based learning for robot control", <https://doi.org/10.48456/tr-209>.
package enum MountainCarDynamics: KernelDynamics {
    package static let specification = EnvironmentSpecification(
        name: "mountain_car",
        summary: "swing a weak car up a hill by driving left or right (Gymnasium's MountainCar-v0)",
        observationSpace: .box(low: [-1.2, -0.07], high: [0.6, 0.07]),
        actionSpace: .discrete(count: 3),
        maxSteps: 200,
        layout: .valueMajor
    )
    package static let kernel = StepKernel.mountainCar

    package static func start(_ random: inout RandomStream) -> SIMD2<Double> { [random.uniform(-0.6, -0.4), 0] }

    package static func observe(_ state: SIMD2<Double>, in lane: KernelLane) {
        for value in 0..<2 { lane.observe(state[value], at: value) }
    }
}

package typealias MountainCar = KernelEnvironment<MountainCarDynamics>
