import Kernels
import Rollouts

/// How a run is to be carried out. The configuration decides the results; nothing here does.
package struct RunRequest: Sendable {
    /// The folder above all experiments.
    package var output = "outputs"
    /// The run's name; nil: the next free `run-N`, or, to resume, the run that was started last.
    package var name: String?
    package var claim = RunFolder.Claim.new
    /// Settings as they were given, for the run's record.
    package var settings: [String] = []
    /// The seed that was asked for in place of the script's, for the run's record.
    package var requestedSeed: UInt64?
    /// The number of generations that was asked for in place of the script's, for the run's record.
    package var requestedGenerations: Int?
    /// What the script may do beyond the sandbox, for the run's record.
    package var allowed: [String] = []
    package var kernels = KernelSet.best
    /// Episodes that a worker steps together; nil: chosen by the size of the networks.
    package var lanes: Int?
    /// What the processes run that rate individuals; nil: threads of this one do.
    package var program: WorkerProgram?
    /// Whether an individual of each generation is rated again alone, in a state of its own, and compared.
    package var checksDeterminism = false
    /// What a resumed run changes of the script's parameters.
    package var changes: [Parameter.Change] = []
    /// Whether a resumed run goes on in a folder of its own, because its results will be others than they would have been.
    package var continuesApart = false
    /// The name of the run that goes on in a folder of its own; nil: that of the other and a number.
    package var newName: String?
    /// Called once before the first generation.
    package var willWork: @Sendable () -> Void = {}
    /// Asked after each generation: whether to stop there.
    package var shouldStop: @Sendable () -> Bool = { false }

    package init() {}

    /// Who rates the individuals of an experiment.
    func workforce(_ configuration: ExperimentConfiguration) -> Workforce {
        Workforce(threads: configuration.threadCount, lanes: lanes, kernels: kernels, program: program)
    }
}
