import ArgumentParser

import struct GenomeLua.Isolation

/// Workers as processes of their own.
struct IsolationOptions: ParsableArguments {
    @Flag(
        help: """
            Workers are processes, one for each of --threads: once they have begun, they can open, connect to, execute and \
            signal nothing. What an environment or a script does to one, the run reports, and goes on or ends as on_error \
            says. Results are the same.
            """)
    var isolate = false

    @Option(
        help: ArgumentHelp(
            "Memory that each process of --isolate may take beyond what it begins with; 2048 by default.",
            valueName: "MiB"))
    var workerMemory: Int?

    func validate() throws {
        if workerMemory != nil && !isolate { throw ValidationError("--worker-memory needs --isolate") }
        if let workerMemory, !(64...(1 << 24)).contains(workerMemory) {
            throw ValidationError("--worker-memory must be 64 to \(1 << 24), got \(workerMemory)")
        }
    }

    /// Nil: workers are threads.
    var isolation: Isolation? {
        guard isolate else { return nil }
        var isolation = Isolation()
        if let workerMemory { isolation.memory = workerMemory << 20 }
        return isolation
    }
}
