import Kernels
import Records
import Search

/// What a script does between the generations of a run. It is called on the thread of the run.
///
/// All that it remembers is in what it saves: a run that was killed goes on as if it had not been.
package protocol RunHooks: AnyObject {
    /// Before the first generation of a run; not where a run goes on.
    func runWillStart() throws -> HookRequests

    /// After each generation, once it was tested and logged.
    func generationDidEnd(_ report: GenerationReport) throws -> HookRequests

    /// After the last generation, before the run is saved for the last time.
    func runWillEnd(_ report: GenerationReport?) throws -> HookRequests

    /// The search, where the script has a part in it; nil: the experiment's own.
    func makeSearch(_ problem: Problem, seed: UInt64, kernels: KernelSet) throws -> (any SearchAlgorithm)?

    /// Numbers that every worker sees from the next request on.
    var sharedValues: [Double] { get }

    /// - Throws: An error that names what cannot be saved.
    func save(to archive: inout ArchiveWriter) throws

    /// - Throws: ``ArchiveError``, or why the script does not take it.
    func restore(from archive: ArchiveReader) throws
}

/// What a script asks for: figures to log, and to stop.
package struct HookRequests {
    package var scalars: [(tag: String, value: Double)] = []
    package var histograms: [(tag: String, values: [Double])] = []
    /// Whether this generation is to be the last.
    package var stops = false

    package init() {}
}
