import Foundation
import Synchronization

/// A small checkout in a temporary folder with spaces in its path: the real scripts, and pretended programs around
/// them, so that their decisions are tested without a build, the network or root.
///
/// `PATH` holds nothing but the folder `programs`: links to the few system programs that the scripts use, and
/// pretended `swift`, `make`, `pkg-config`, `apt-get` and `sudo`. Paths handed to the methods are relative to `root`.
final class PretendCheckout {
    /// What a script left behind; `status` is a signal's number where `isSignal`.
    struct Outcome: Equatable {
        var status: Int32
        var isSignal = false
        var output = ""
        var errors = ""
    }

    let root: String

    /// The checkout that these tests were built from.
    static let repository = URL(filePath: #filePath).pathComponents.dropFirst().dropLast(3)
        .reduce("") { $0 + "/" + $1 }

    init() throws {
        root = NSTemporaryDirectory() + "pretend checkout \(UUID().uuidString)"
        for name in ["genome-lua", "install", "setup.sh", "test"] {
            try copy(Self.repository + "/Scripts/\(name)", to: "a checkout/Scripts/\(name)")
        }
        try write("", to: "a checkout/Package.swift")
        try write("", to: "a checkout/Sources/genome-lua/main.swift")
        try write("return {}\n", to: "a checkout/Scripts/experiments/cartpole.lua")
        try write("", to: "a checkout/Sources/CEnvironment/include/genome_environment.h")
        try write("return {}\n", to: "a checkout/Environments/corridor.lua")
        for name in Self.systemPrograms {
            let found = ["/usr/bin/", "/bin/"].map { $0 + name }.first(where: FileManager.default.isExecutableFile)
            guard let found else { throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: name]) }
            try link("programs/\(name)", to: found)
        }
        for (name, text) in Self.pretendedPrograms {
            try writeProgram(text, to: "programs/\(name)")
        }
        try write("", to: "lua is installed")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// Runs a program and waits for its end.
    func run(_ program: String, _ arguments: [String] = [], input: String = "") throws -> Outcome {
        try start(program, arguments, input: input).wait()
    }

    func start(_ program: String, _ arguments: [String] = [], input: String = "") throws -> Running {
        let running = Running()
        let source = Pipe()
        running.process.executableURL = URL(filePath: root + "/" + program)
        running.process.arguments = arguments
        running.process.currentDirectoryURL = URL(filePath: root)
        running.process.environment = [
            "PATH": root + "/programs", "PRETEND": root, "TMPDIR": root, "CPATH": root + "/include",
        ]
        running.process.standardInput = source
        running.process.standardOutput = running.output
        running.process.standardError = running.errors
        try running.process.run()
        if !input.isEmpty { try source.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try source.fileHandleForWriting.close()
        return running
    }

    /// Adds a native environment.
    /// - Parameter need: What its Makefile says that it includes of others.
    func addEnvironment(_ name: String, needing need: String? = nil) throws {
        let line = need.map { "# needs \($0)\n" } ?? ""
        try write("# make\n\(line)\n\(name).so:\n", to: "a checkout/Environments/\(name)/Makefile")
        try write("", to: "a checkout/Environments/\(name)/\(name).c")
    }

    /// How often a pretended program was called with an argument list that holds `words`.
    func calls(of program: String, with words: String = " ") -> Int {
        guard let text = try? read("calls") else { return 0 }
        return text.split(separator: "\n").count { $0.hasPrefix(program + " ") && $0.contains(words) }
    }

    func read(_ path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    func write(_ text: String, to path: String) throws {
        try makeFolder(of: path)
        try Data(text.utf8).write(to: URL(filePath: root + "/" + path))
    }

    func writeProgram(_ text: String, to path: String) throws {
        try write(text, to: path)
        try setAttributes([.posixPermissions: 0o755], of: path)
    }

    func setAttributes(_ attributes: [FileAttributeKey: Any], of path: String) throws {
        try FileManager.default.setAttributes(attributes, ofItemAtPath: root + "/" + path)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: root + "/" + path)
    }

    func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: root + "/" + path, toPath: root + "/" + other)
    }

    /// Makes a symbolic link at `path`; `target` is absolute.
    func link(_ path: String, to target: String) throws {
        try makeFolder(of: path)
        try FileManager.default.createSymbolicLink(atPath: root + "/" + path, withDestinationPath: target)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }

    /// Everything below a folder that is not a folder, hidden files included, sorted; empty where there is no folder.
    func files(below path: String) -> [String] {
        let folder = root + "/" + path
        let entries = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return entries.filter { entry in !entries.contains { $0.hasPrefix(entry + "/") } }.sorted()
    }

    private func copy(_ source: String, to path: String) throws {
        try makeFolder(of: path)
        try FileManager.default.copyItem(atPath: source, toPath: root + "/" + path)
    }

    private func makeFolder(of path: String) throws {
        let folder = URL(filePath: root + "/" + path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
}

/// A program on its way.
struct Running {
    let process = Process()
    let output = Pipe()
    let errors = Pipe()

    func wait() throws -> PretendCheckout.Outcome {
        // Both at once: a program waits where nobody reads what it writes.
        let errors = Mutex<Data?>(nil)
        let (pipe, done) = (self.errors, DispatchSemaphore(value: 0))
        Thread {
            let all = try? pipe.fileHandleForReading.readToEnd()
            errors.withLock { $0 = all }
            done.signal()
        }.start()
        let output = try output.fileHandleForReading.readToEnd() ?? Data()
        done.wait()
        process.waitUntilExit()
        return .init(
            status: process.terminationStatus,
            isSignal: process.terminationReason == .uncaughtSignal,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors.withLock { $0 ?? Data() }, as: UTF8.self)
        )
    }
}
