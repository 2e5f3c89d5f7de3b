import Kernels

/// The first generation of an experiment, and what its script does before and after, without a run: nothing is written.
///
/// Some of its individuals are rated again, one at a time, in another state and in another order.
package struct Rehearsal {
    /// Individuals that were rated again.
    package let checked: Int

    private static let mostChecked = 8

    /// - Throws: As `Run.perform`: what the script raised, or `ExperimentError.notDeterministic`.
    package init(_ configuration: ExperimentConfiguration, hooks: (any RunHooks)?, kernels: KernelSet = .best) throws {
        let workforce = Workforce(threads: configuration.threadCount, kernels: kernels)
        let assembly = try Assembly(
            configuration,
            workforce,
            hooks: hooks,
            calibrated: nil
        )
        var checked = 0
        let checker = try assembly.checker(configuration, workforce) { _, count in
            checked += min(count, Self.mostChecked)
            return (0..<min(count, Self.mostChecked)).reversed()
        }
        let generations = Generations(configuration, assembly, hooks: hooks, state: RunState(), checker: checker)
        generations.clock.start(generation: 0)
        _ = try hooks?.runWillStart()
        let report = try generations.next().report
        _ = try generations.callScript(report)
        _ = try hooks?.runWillEnd(report)
        // What the script keeps must be what a checkpoint can hold.
        _ = try generations.checkpoint()
        self.checked = checked
    }
}
