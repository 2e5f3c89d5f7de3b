/// An environment of Gymnasium that a run plays.
package struct PythonPlugin: Sendable {
    package let specification: EnvironmentSpecification
    let task: PythonTask
    /// Whether observations are bytes.
    let observesBytes: Bool
    let processes: PythonProcesses

    /// Groups that play at the same time for each thread, so that Python steps one while the networks of another are
    /// evaluated.
    package static let groupsPerThread = PythonProcess.groups

    init(_ task: PythonTask, _ description: PythonDescription, _ processes: PythonProcesses) {
        specification = EnvironmentSpecification(task, description)
        observesBytes = description.observation.bytes == true
        (self.task, self.processes) = (task, processes)
    }

    /// A group with room for `capacity` lanes.
    /// - Parameter callLimit: How long a call of the environment may take.
    /// - Throws: `PythonEnvironmentError`.
    package func make(capacity: Int, callLimit: Duration) throws(PythonEnvironmentError) -> PythonEnvironment {
        try PythonEnvironment(self, capacity: capacity, callLimit: callLimit)
    }
}
