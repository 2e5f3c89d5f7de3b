import CKernels

/// A kernel that takes a step of an environment in each lane of a group.
package enum StepKernel: Sendable, Hashable, CaseIterable {
    case acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum

    /// Numbers that it keeps for each lane: the state, then what it knows of it from the step before.
    package var keptCount: Int {
        switch self {
        case .acrobot: 4  // both angles, both angular velocities
        case .cartPole: 6  // position, velocity, angle within π/4, angular velocity; sine and cosine of the angle
        case .mountainCar: 2  // position, velocity
        case .mountainCarContinuous: 3  // position, velocity; 1 before the first step, then 0
        case .pendulum: 3  // angle, angular velocity; sine of the angle
        }
    }

    /// Values of an observation.
    package var observedCount: Int {
        switch self {
        case .acrobot: 6  // cosine and sine of both angles, both angular velocities
        case .cartPole: 4
        case .mountainCar, .mountainCarContinuous: 2
        case .pendulum: 3  // cosine and sine of the angle, angular velocity
        }
    }

    package var action: ActionShape {
        switch self {
        case .cartPole: .discrete(count: 2)
        case .acrobot, .mountainCar: .discrete(count: 3)
        case .mountainCarContinuous, .pendulum: .real(count: 1)
        }
    }

    func function(in table: UnsafePointer<ck_kernels>) -> @convention(c) (UnsafePointer<ck_group>?, Int32) -> Void {
        switch self {
        case .acrobot: unsafe table.pointee.acrobot_step
        case .cartPole: unsafe table.pointee.cartpole_step
        case .mountainCar: unsafe table.pointee.mountain_car_step
        case .mountainCarContinuous: unsafe table.pointee.mountain_car_continuous_step
        case .pendulum: unsafe table.pointee.pendulum_step
        }
    }
}

extension KernelSet {
    /// Takes a step of an environment in each lane of a batch.
    /// - Parameters:
    ///   - kept: Shape `[kernel.keptCount, capacity]`.
    ///   - actions: Of the shape `kernel.action`.
    ///   - batch: In value-major layout, of `kernel.observedCount` values.
    package func step(_ kernel: StepKernel, kept: Buffer<Double>, actions: ActionBatch, batch: ObservationBatch)
        -> Stage
    {
        let capacity = batch.capacity
        precondition(batch.layout == .valueMajor && batch.valueCount == kernel.observedCount, "another batch's layout")
        precondition(actions.capacity == capacity && actions.shape == kernel.action, "actions of another environment")
        let group = unsafe ck_group(
            state: kept.pointer(at: 0, kernel.keptCount * capacity),
            capacity: capacity,
            choices: actions.discrete.base,
            actions: actions.continuous.base,
            observations: batch.observations.pointer(at: 0, kernel.observedCount * capacity),
            rewards: batch.rewards.pointer(at: 0, capacity),
            terminated: batch.terminated.pointer(at: 0, capacity)
        )
        let context = unsafe ck_step_context(step: kernel.function(in: table), group: group)
        return unsafe Stage(context, capacity: capacity, parts: [kept, actions, batch], work: ck_step_stage)
    }
}
