import Processes

/// A program whose processes work for this one, and how they are treated.
package struct WorkerProgram: Sendable {
    /// The program's file.
    package let path: String
    package let arguments: [String]
    /// What it makes environments, or the objective, of.
    package let assignment: [UInt8]
    /// What it plays, for messages.
    package let name: String
    /// How long a call of a native environment may take.
    package let callLimit: Duration
    /// Bytes of address space that a process may take beyond what it has when it is ready.
    package let memory: Int
    /// Given each line that a process prints, from any thread.
    package let print: @Sendable (String) -> Void
    /// Told of the loss of a process after which the run goes on.
    package let note: @Sendable (String) -> Void
    /// Reads an error as the program wrote it.
    package let readError: @Sendable ([UInt8]) -> any Error

    package init(
        path: String, arguments: [String], assignment: [UInt8], name: String, callLimit: Duration, memory: Int,
        print: @escaping @Sendable (String) -> Void, note: @escaping @Sendable (String) -> Void,
        readError: @escaping @Sendable ([UInt8]) -> any Error
    ) {
        (self.path, self.arguments, self.assignment, self.name) = (path, arguments, assignment, name)
        (self.callLimit, self.memory) = (callLimit, memory)
        (self.print, self.note, self.readError) = (print, note, readError)
    }
}

extension WorkerEvaluator {
    /// One whose workers are processes that play episodes on lanes, each with a thread here that waits for it.
    package convenience init(
        processes: Int, of program: WorkerProgram, _ game: Game, settings: EpisodeSettings, kernels: String
    ) throws {
        let setup = WorkerSetup(subject: .game(game), settings: settings, kernels: kernels, memory: program.memory)
        try self.init(threads: processes, settings: settings, ratings: game.ratings) { _ in
            try IsolatedWorker(program, setup)
        }
    }

    /// One whose workers are processes that rate by an objective.
    package convenience init(
        processes: Int, of program: WorkerProgram, variables: Variables, settings: EpisodeSettings, kernels: String
    ) throws {
        let setup = WorkerSetup(
            subject: .objective(variables.problem), settings: settings, kernels: kernels, memory: program.memory)
        try self.init(threads: processes, settings: settings, ratings: .objective) { _ in
            try IsolatedWorker(program, setup)
        }
    }
}
