import Kernels
import Rollouts

/// Who rates, and by what means. Nothing of it decides results.
package struct Workforce: Sendable {
    /// Workers.
    package var threads: Int
    /// Episodes that a worker steps together; nil: chosen by the size of the networks.
    package var lanes: Int?
    package var kernels: KernelSet
    /// What the processes run that workers are; nil: they are threads of this one.
    package var program: WorkerProgram?

    package init(threads: Int, lanes: Int? = nil, kernels: KernelSet = .best, program: WorkerProgram? = nil) {
        (self.threads, self.lanes, self.kernels, self.program) = (threads, lanes, kernels, program)
    }

    /// One worker of the same kind, which plays one episode at a time.
    var alone: Workforce { Workforce(threads: 1, lanes: 1, kernels: kernels, program: program) }
}
