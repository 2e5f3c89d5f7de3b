import Environments
import Experiments
import LuaHost

extension PythonProcesses {
    /// Processes whose Python is looked for when one is wanted first, and which print to standard error.
    /// - Parameter python: The Python; nil: that of the active virtual environment, or of `$PATH`.
    package static func standard(_ python: String? = nil) -> PythonProcesses {
        PythonProcesses { () throws(PythonEnvironmentError) in
            let environment = Installation.processEnvironment
            let installation = Installation.find(executable: Installation.executable, environment: environment)
            return try PythonInterpreter.find(
                given: python, environment: environment,
                worker: installation.map { "\($0.environments)/gymnasium/worker.py" })
        } print: {
            Console.error(PrintableText.line($0))
        }
    }
}
