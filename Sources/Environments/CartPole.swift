import Kernels
import Randomness

/// CartPole-v1: a pole on a cart, pushed left (0) or right (1), earns 1 a step until it falls or leaves the track.
///
/// The operations, their order and their types are Gymnasium's. Observation: position (m), velocity (m/s), angle (rad),
/// angular velocity (rad/s). Terminated when |position| > 2.4 m or |angle| > 12°; truncated after 500 steps.
/// Deviation: start states are drawn from the run's own streams, not from Gymnasium's generator.
/// - SeeAlso: Barto, Sutton and Anderson 1983, <https://doi.org/10.1109/TSMC.1983.6313077>.
package final class CartPole: Environment {
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

    package let batch: ObservationBatch
    /// Shape `[6, capacity]`: what is observed, and the sine and cosine of the angle.
    private let state: Buffer<Double>
    private let kernels: KernelSet

    package init(capacity: Int, kernels: KernelSet) {
        batch = ObservationBatch(capacity: capacity, valueCount: 4, layout: .valueMajor)
        state = Buffer(repeating: 0, count: 6 * capacity)
        self.kernels = kernels
    }

    package var specification: EnvironmentSpecification { Self.specification }

    package func reset(lane: Int, random: RandomStream) {
        var random = random
        var values = SIMD4<Double>.zero
        for value in 0..<4 { values[value] = random.uniform(-0.05, 0.05) }
        setState(values, of: lane)
    }

    package func stage(actions: ActionBatch) -> Stage {
        kernels.cartPole(state: state, actions: actions.discrete, batch: batch)
    }

    package func move(from source: Int, to target: Int) {
        for value in 0..<6 { state[value * batch.capacity + target] = state[value * batch.capacity + source] }
        batch.moveObservation(from: source, to: target)
    }

    /// Position, velocity, angle and angular velocity of a lane.
    package func state(of lane: Int) -> SIMD4<Double> {
        var values = SIMD4<Double>.zero
        for value in 0..<4 { values[value] = state[value * batch.capacity + lane] }
        return values
    }

    /// Puts a lane in a given state.
    package func setState(_ values: SIMD4<Double>, of lane: Int) {
        for value in 0..<4 {
            state[value * batch.capacity + lane] = values[value]
            batch[lane: lane, value: value] = Float(values[value])
        }
        state[4 * batch.capacity + lane] = Elementary.sin(values[2])
        state[5 * batch.capacity + lane] = Elementary.cos(values[2])
    }
}
