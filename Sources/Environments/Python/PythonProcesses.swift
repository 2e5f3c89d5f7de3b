import FoundationEssentials
import Processes
import Synchronization

/// The processes of Python that a run plays environments with, each for two groups of lanes.
package final class PythonProcesses: Sendable {
    private struct State {
        var free: [PythonChannel] = []
        var descriptions: [PythonTask: PythonDescription] = [:]
    }

    private let findInterpreter: @Sendable () throws(PythonEnvironmentError) -> PythonInterpreter
    private let print: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - find: Finds the Python, when one is wanted first.
    ///   - print: Given what environments print, with their names before it, from any thread.
    package init(
        find: @escaping @Sendable () throws(PythonEnvironmentError) -> PythonInterpreter,
        print: @escaping @Sendable (String) -> Void
    ) {
        (findInterpreter, self.print) = (find, print)
    }

    /// The Python that plays.
    /// - Throws: `PythonEnvironmentError`.
    package func interpreter() throws(PythonEnvironmentError) -> PythonInterpreter { try findInterpreter() }

    /// A task, and what is fixed about it. The first time, a process is started for it.
    /// - Throws: `PythonEnvironmentError`.
    package func plugin(_ task: PythonTask) throws(PythonEnvironmentError) -> PythonPlugin {
        if let known = state.withLock({ $0.descriptions[task] }) { return PythonPlugin(task, known, self) }
        let channel = try lease(task)
        let description = try describe(task, over: channel)
        giveBack(channel)
        state.withLock { $0.descriptions[task] = description }
        return PythonPlugin(task, description, self)
    }

    /// A channel of a process that plays a task: of a running one that has room, or of another.
    /// - Throws: `PythonEnvironmentError`.
    func lease(_ task: PythonTask) throws(PythonEnvironmentError) -> PythonChannel {
        while let channel = takeFree(task) {
            if channel.process.isRunning { return channel }
        }
        let channels = try PythonProcess.start(task, findInterpreter(), print: print)
        state.withLock { $0.free += channels.dropFirst() }
        return channels[0]
    }

    /// For another group to use, if its process goes on.
    func giveBack(_ channel: PythonChannel) { state.withLock { $0.free.append(channel) } }

    private func takeFree(_ task: PythonTask) -> PythonChannel? {
        state.withLock { state in
            state.free.firstIndex { $0.process.task == task }.map { state.free.remove(at: $0) }
        }
    }

    private func describe(
        _ task: PythonTask, over channel: PythonChannel
    ) throws(PythonEnvironmentError) -> PythonDescription {
        let answer: PythonAnswer
        do {
            try channel.stream.send(PythonRequest(task, do: .describe).json)
            answer = try PythonAnswer(channel.receive(PythonProcess.startLimit))
        } catch {
            throw channel.notBegun(error)
        }
        switch answer {
        case .done(let json):
            do {
                return try JSONDecoder().decode(PythonDescription.self, from: Data(json))
            } catch {
                preconditionFailure("worker.py describes \(task.name) otherwise than this tool: \(error)")
            }
        case .failed(_, _, "no gymnasium"):
            throw .noGymnasium(environment: task.name, python: channel.process.python)
        case .failed(_, _, let words): throw .refused(environment: task.name, words: words)
        }
    }
}

extension PythonChannel {
    /// Why the process does not begin.
    func notBegun(_ error: ProcessError) -> PythonEnvironmentError {
        let words =
            error == .late
            ? "did not begin within \(PythonProcess.startLimit.text)" : process.end(" before it began")
        return .notBegun(environment: process.task.name, python: process.python, words: words)
    }
}

/// What is asked of `worker.py` in words.
struct PythonRequest: Encodable {
    enum Deed: String { case describe, open }

    private let task: PythonTask
    private let deed: Deed
    private let layout: PythonLayout?

    init(_ task: PythonTask, do deed: Deed, _ layout: PythonLayout? = nil) {
        (self.task, self.deed, self.layout) = (task, deed, layout)
    }

    private enum Key: String, CodingKey { case `do` }

    func encode(to encoder: any Encoder) throws {
        try task.encode(to: encoder)
        try layout?.encode(to: encoder)
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(deed.rawValue, forKey: .do)
    }

    var json: [UInt8] {
        do { return [UInt8](try JSONEncoder().encode(self)) } catch { preconditionFailure("\(error)") }
    }
}

extension EnvironmentSpecification {
    init(_ task: PythonTask, _ description: PythonDescription) {
        self.init(
            name: task.name,
            options: task.options,
            summary: "Gymnasium's, played by Python",
            observationSpace: description.observation.observationSpace,
            actionSpace: description.action.actionSpace,
            maxSteps: description.maxSteps,
            layout: .laneMajor,
            version: description.version
        )
    }
}
