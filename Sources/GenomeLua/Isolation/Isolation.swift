import Experiments
import LuaHost
import Rollouts

/// How workers are processes of their own.
package struct Isolation: Sendable {
    /// The program that they run: this one.
    package var path = "/proc/self/exe"
    /// Bytes of address space that each may take beyond what it has when it is ready, and what the script may.
    package var memory = Self.standardMemory

    package static let standardMemory = 2 << 30
    /// What makes the program a worker.
    package static let argument = "worker"

    package init() {}

    /// What a process of it says of a native environment, which this one does not load.
    /// - Throws: `WorkerError`, `LostWorker`, `ProcessError`.
    func describe(_ native: NativeAssignment) throws -> NativeDescription {
        let program = program(native.bytes, name: native.file.name, callLimit: .zero)
        return try NativeDescription(program.describe())
    }

    /// What its processes run.
    fileprivate func program(
        _ assignment: [UInt8], name: String, callLimit: Duration, scriptMemory: Int = 0
    ) -> WorkerProgram {
        let printer = LimitedPrinter()
        return WorkerProgram(
            path: path,
            arguments: [Self.argument],
            assignment: assignment,
            name: name,
            callLimit: callLimit,
            memory: memory + scriptMemory,
            print: { printer.print($0) },
            note: { Console.error("warning: \(PrintableText.line($0))") },
            readError: WrittenError.read)
    }
}

extension LoadedScript {
    /// What the processes run that rate the script's individuals.
    /// - Throws: `LuaError` where the environment plays in processes already.
    package func program(_ isolation: Isolation) throws(LuaError) -> WorkerProgram {
        if case .python(let plugin) = environment {
            throw LuaError(
                "--isolate: \(plugin.specification.name) is played by processes of Python, and needs no others",
                at: description.location)
        }
        return isolation.program(
            ScriptAssignment(blueprint, version: environment?.specification.version).bytes,
            name: environment?.specification.name ?? "fitness",
            callLimit: .seconds(description.number("callback_seconds")!),
            scriptMemory: description.integer("memory_limit")! << 20)
    }
}

/// The main program of a process that is a worker.
package enum IsolatedScript {
    /// Works until the process that started this one wants no more.
    /// - Parameter end: Ends this process at once.
    /// - Throws: `ProcessError` where nobody started it for that.
    package static func serve(end: @escaping @Sendable () -> Never) throws {
        let server = WorkerServer { WrittenError($0).bytes }
        LuaWatchdog.whenHung { callback in
            server.tellHung(
                "\(callback.name) called a function that does not return, such as a pattern that blows up")
            end()
        }
        try server.run { assignment in
            let script = try ScriptAssignment(assignment).load()
            guard let objective = try script.objective() else { return .kit(script) }
            return .objective(objective)
        } describe: { assignment in
            try NativeDescription(NativeAssignment(assignment).load()).bytes
        }
    }
}
