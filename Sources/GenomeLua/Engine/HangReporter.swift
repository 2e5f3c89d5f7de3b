import Experiments
import LuaHost
import Synchronization

/// Ends a run in which a function of Lua's library does not return, such as a pattern that blows up: nothing inside the
/// process can stop it, but the last checkpoint is whole.
final class HangReporter: RunObserver {
    private let observer: any RunObserver
    private let folder = Folder()

    /// That of the run, while it works.
    private final class Folder: Sendable {
        let path = Mutex<String?>(nil)
    }

    /// - Parameters:
    ///   - end: Told why, ends the process.
    init(_ observer: any RunObserver, script: String, end: @escaping @Sendable (String) -> Never) {
        self.observer = observer
        LuaWatchdog.whenHung { [folder] callback in
            let message = """
                \(script): \(callback.name) called a function that does not return, such as a pattern that blows up, and \
                cannot be stopped
                """
            guard let path = folder.path.withLock({ $0 }) else { end(message) }
            RunRecord.fail(inFolder: path, message: message)
            end("\(message); the run ended, and goes on from its last checkpoint with --resume")
        }
    }

    func runDidStart(_ start: RunStart) {
        folder.path.withLock { $0 = start.path }
        observer.runDidStart(start)
    }

    func generationDidEnd(_ report: GenerationReport) { observer.generationDidEnd(report) }

    func runDidEnd() {
        folder.path.withLock { $0 = nil }
        observer.runDidEnd()
    }

    func warn(_ message: String) { observer.warn(message) }
}
