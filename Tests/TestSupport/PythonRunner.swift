import Foundation

/// The Python interpreter of tests that compare with programs written in Python: the one that `GENOME_TEST_PYTHON`
/// names, else `.venv/bin/python` in the package, with the packages of `Tests/requirements.txt`.
package enum Python {
    /// The path of the interpreter.
    package static var interpreter: String {
        environment["GENOME_TEST_PYTHON"] ?? packageRoot.appending(path: ".venv/bin/python").path
    }

    /// Whether tests that need Python are to run: if it is there, and in continuous integration (`CI` is set) in any
    /// case, so that there its absence fails.
    package static var isExpected: Bool {
        environment["CI"] != nil || FileManager.default.isExecutableFile(atPath: interpreter)
    }

    /// What the skipped test says.
    package static let skipComment =
        "needs .venv (python3 -m venv .venv; .venv/bin/pip install -r Tests/requirements.txt)"

    /// A script in `Tests/Python`.
    static func script(_ name: String) -> String {
        packageRoot.appending(path: "Tests/Python/\(name)").path
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static var packageRoot: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }
}

/// A running Python script that answers each line of its input by one line of output. It ends with the value.
package final class PythonSession {
    package enum Failure: Error, CustomStringConvertible {
        case noInterpreter(path: String)
        case ended(script: String, request: String)

        package var description: String {
            switch self {
            case .noInterpreter(let path): "there is no Python interpreter '\(path)': this test \(Python.skipComment)"
            case .ended(let script, let request):
                "\(script) ended instead of answering '\(request)'; see its messages above"
            }
        }
    }

    private let script: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var received = Data()

    /// Starts the script of this name in `Tests/Python`; what it writes to standard error goes to the tests' own.
    package init(_ script: String, _ arguments: [String]) throws {
        self.script = script
        guard FileManager.default.isExecutableFile(atPath: Python.interpreter) else {
            throw Failure.noInterpreter(path: Python.interpreter)
        }
        process.executableURL = URL(filePath: Python.interpreter)
        process.arguments = [Python.script(script)] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Writes a line, and waits for the line that answers it.
    package func ask(_ request: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received = Data(received[(end + 1)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw Failure.ended(script: script, request: request) }
            received += more
        }
    }
}
