import Foundation
import TestSupport
import Testing

/// The built tool, run in a temporary folder of its own as a user's shell would run it.
///
/// Its path comes from `GENOME_TEST_TOOL`, else it is the release build in the package.
struct Tool {
    typealias Outcome = PretendCheckout.Outcome

    let folder = TemporaryFolder()

    /// Whether tests that need the tool are to run: if it is built, and in continuous integration in any case.
    static var isExpected: Bool {
        ProcessInfo.processInfo.environment["CI"] != nil || FileManager.default.isExecutableFile(atPath: path)
    }

    /// The sanitizer that tests and tool are built with, if any: they are then slow, and need room of their own.
    static let sanitizer = ProcessInfo.processInfo.environment["GENOME_TEST_SANITIZER"]

    static let skipComment: Comment = "needs the tool (swift build -c release --product genome-lua)"

    static let path: String = {
        if let path = ProcessInfo.processInfo.environment["GENOME_TEST_TOOL"] { return path }
        let places = [".build", ".build-release"].map { PretendCheckout.repository + "/\($0)/release/genome-lua" }
        return places.first(where: FileManager.default.isExecutableFile) ?? places[0]
    }()

    /// The path as the tool writes it in a command for a shell.
    static var shellPath: String { path.contains(" ") ? "'\(path)'" : path }

    /// Seconds that what a test waits for may take: sanitizers and busy machines are slow.
    static let patience = 60.0

    /// Runs the tool and waits for its end.
    func run(_ arguments: String...) throws -> Outcome { try start(arguments).wait() }

    /// Starts the tool.
    func start(_ arguments: [String]) throws -> Running { try start(program: Self.path, arguments) }

    /// Runs a line of bash, in which `genome-lua` is the tool.
    func shell(_ line: String) throws -> Outcome {
        try startShell(line).wait()
    }

    func startShell(_ line: String) throws -> Running {
        let bin = path("bin")
        if !FileManager.default.fileExists(atPath: bin) {
            try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: bin + "/genome-lua", withDestinationPath: Self.path)
        }
        return try start(program: "/bin/bash", ["-c", line])
    }

    private func start(program: String, _ arguments: [String]) throws -> Running {
        let running = Running()
        running.process.executableURL = URL(filePath: program)
        running.process.arguments = arguments
        running.process.currentDirectoryURL = URL(filePath: folder.path)
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GENOME_") }
        environment["GENOME_HOME"] = PretendCheckout.repository
        // For the program of `TrialPython`.
        environment["GENOME_TEST_PYTHON"] = Python.interpreter
        environment["PATH"] = "\(path("bin")):\(environment["PATH"] ?? "/usr/bin:/bin")"
        environment["TERM"] = "xterm"
        running.process.environment = environment
        running.process.standardInput = FileHandle.nullDevice
        running.process.standardOutput = running.output
        running.process.standardError = running.errors
        try withoutBlockedSignals { try running.process.run() }
        return running
    }

    /// The whole path of a file in the folder.
    func path(_ name: String) -> String { folder.path + "/" + name }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    func names(in name: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func copy(_ name: String, to other: String) throws {
        try? FileManager.default.removeItem(atPath: path(other))
        try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
    }

    /// The fields of a run's `run.json`.
    func record(_ run: String) throws -> [String: Any] {
        try JSON.object(try text("\(run)/run.json"))
    }

    /// Waits until something holds; false if it does not for too long.
    func wait(until holds: () throws -> Bool) throws -> Bool {
        let end = Date() + Self.patience
        while Date() < end {
            if try holds() { return true }
            usleep(2000)
        }
        return false
    }

    /// Starts a run that goes on for ever, and waits until it has had a checkpoint.
    func startEndless(_ arguments: String...) throws -> Running {
        try write(Self.endless, to: "endless.lua")
        let running = try start(["run", "endless.lua", "--name", "a"] + arguments)
        #expect(try wait { exists("outputs/endless/a/checkpoint") })
        return running
    }

    /// A run of more generations than anyone waits for, with a checkpoint after each.
    static let endless = """
        local genome = require "genome"
        local p = genome.parameters { hidden = { 8 }, generations = 100000000 }
        return genome.experiment {
          environment = "cartpole",
          network = genome.binary_network { hidden = p.hidden },
          search = genome.nes { population_size = 4 },
          generations = p.generations,
          checkpoint_every = { generations = 1 },
        }
        """
}

/// JSON as tests look at it.
enum JSON {
    static func object(_ text: some StringProtocol) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(object, "\(text)")
    }
}

extension StringProtocol {
    /// Whether the whole text has the shape of a regular expression.
    func hasShape(_ pattern: String) throws -> Bool { try String(self).wholeMatch(of: Regex(pattern)) != nil }
}

extension String {
    /// The lines, without the end of the last one.
    var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false).dropLast() }
}
