import Kernels
import Randomness

/// What an environment is whose steps a kernel takes: its spaces, its kernel, its start states.
///
/// The operations of its kernel, their order and their types are Gymnasium's, with our own sine and cosine. Deviation:
/// start states are drawn from the run's own streams, not from Gymnasium's generator.
package protocol KernelDynamics: Sendable {
    /// What goes on from step to step; the kernel keeps it in its first values.
    associatedtype State: SIMD & Sendable where State.Scalar == Double

    static var specification: EnvironmentSpecification { get }
    static var kernel: StepKernel { get }

    /// Draws a start state.
    static func start(_ random: inout RandomStream) -> State

    /// Writes what is observed of a state, and what the kernel keeps beside it.
    static func observe(_ state: State, in lane: KernelLane)
}

/// A lane of a group that a kernel steps.
package struct KernelLane {
    fileprivate let number: Int
    fileprivate let kept: Buffer<Double>
    fileprivate let batch: ObservationBatch

    /// Sets an observed value.
    package func observe(_ number: Double, at value: Int) { batch[lane: self.number, value: value] = Float(number) }

    /// Sets what the kernel keeps.
    package func keep(_ number: Double, at value: Int) { kept[value * batch.capacity + self.number] = number }
}

/// A group of episodes of an environment whose steps a kernel takes.
package final class KernelEnvironment<Dynamics: KernelDynamics>: Environment {
    package static var specification: EnvironmentSpecification { Dynamics.specification }

    package let batch: ObservationBatch
    /// Shape `[keptCount, capacity]`.
    private let kept: Buffer<Double>
    private let kernels: KernelSet

    package init(capacity: Int, kernels: KernelSet) {
        let kernel = Dynamics.kernel
        batch = ObservationBatch(capacity: capacity, valueCount: kernel.observedCount, layout: .valueMajor)
        kept = Buffer(repeating: 0, count: kernel.keptCount * capacity)
        self.kernels = kernels
    }

    package var specification: EnvironmentSpecification { Dynamics.specification }

    package func reset(lane: Int, random: RandomStream) {
        var random = random
        setState(Dynamics.start(&random), of: lane)
    }

    package func stage(actions: ActionBatch) -> Stage {
        kernels.step(Dynamics.kernel, kept: kept, actions: actions, batch: batch)
    }

    package func move(from source: Int, to target: Int) {
        for value in 0..<Dynamics.kernel.keptCount {
            kept[value * batch.capacity + target] = kept[value * batch.capacity + source]
        }
        batch.moveObservation(from: source, to: target)
    }

    /// The state of a lane.
    package func state(of lane: Int) -> Dynamics.State {
        var state = Dynamics.State()
        for value in state.indices { state[value] = kept[value * batch.capacity + lane] }
        return state
    }

    /// Puts a lane in a given state.
    package func setState(_ state: Dynamics.State, of lane: Int) {
        let place = KernelLane(number: lane, kept: kept, batch: batch)
        for value in state.indices { place.keep(state[value], at: value) }
        Dynamics.observe(state, in: place)
    }
}
