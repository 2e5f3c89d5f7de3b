import Foundation
import TestSupport

/// The program in `Tests/KernelChecksums`, which runs every kernel that its processor has and prints a checksum of what
/// each wrote, built with the kernels for this processor or for 64-bit ARM.
struct ChecksumProgram {
    enum Target: String, CaseIterable {
        case native = "this processor"
        case arm64 = "64-bit ARM"
    }

    /// A line of its output.
    struct Line: Hashable, CustomStringConvertible {
        let target: Target
        /// The name of the kernels, or `-` for a function that has one form only.
        let path: String
        let kernel: String
        let checksum: String

        var description: String { "\(checksum) \(kernel), \(path), \(target.rawValue)" }
    }

    enum Failure: Error, CustomStringConvertible {
        case notInstalled
        case failed(command: String, output: String)
        case malformed(line: String)

        var description: String {
            switch self {
            case .notInstalled: "this test \(skipComment)"
            case .failed(let command, let output): "\(command) failed:\n\(output)"
            case .malformed(let line): "the program printed '\(line)'; expected path, kernel and checksum"
            }
        }
    }

    private let target: Target
    private let build: Command
    /// The command that runs what was built.
    private let run: [String]

    /// Begins to build the program in a folder, with the flags of the package and all warnings as errors.
    init(for target: Target, in folder: TemporaryFolder) throws {
        guard let compiler = Self.compiler, let emulator = Self.emulator else { throw Failure.notInstalled }
        let repository = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let (kernels, trials) = ("Sources/CKernels", "Tests/KernelChecksums")
        let sources = try [kernels, trials].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: folder).path)
                .filter { $0.hasSuffix(".c") }.sorted().map { "\(folder)/\($0)" }
        }
        let program = "\(folder.path)/\(target)"
        let cross = target == .arm64 ? ["--target=aarch64-linux-gnu", "-static"] : []
        let flags = ["-std=c17", "-O2", "-Wall", "-Wextra", "-Werror", "-I\(kernels)/include", "-o", program]
        self.target = target
        run = target == .arm64 ? [emulator, program] : [program]
        build = try Command(compiler, cross + flags + sources + ["-lm"], in: repository)
    }

    /// Waits for the end of the build, runs the program and returns what it printed, line by line.
    func lines() throws -> [Line] {
        _ = try build.output()
        return try Command(run[0], Array(run.dropFirst())).output().split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, words[2].count == 16 else { throw Failure.malformed(line: String(line)) }
            return Line(target: target, path: words[0], kernel: words[1], checksum: words[2])
        }
    }
}

extension ChecksumProgram {
    #if arch(arm64)
        static let isExpected = false
        static let skipComment = "compares with another processor; here the other tests run the kernels of 64-bit ARM"
    #else
        /// Whether the program for 64-bit ARM is to be tried: if what builds and runs it is there, and in continuous
        /// integration in any case.
        static var isExpected: Bool {
            let isThere =
                compiler != nil && emulator != nil && find("aarch64-linux-gnu-gcc") != nil
                && FileManager.default.fileExists(atPath: "/usr/aarch64-linux-gnu/lib/libc.a")
            return isThere || ProcessInfo.processInfo.environment["CI"] != nil
        }

        static let skipComment =
            "needs clang, a C library of 64-bit ARM and qemu (Debian: gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)"
    #endif

    /// The clang beside `swift`: another one's version may refuse what this one takes.
    private static let compiler: String? = find("swift").flatMap { swift in
        [URL(filePath: swift), URL(filePath: swift).resolvingSymlinksInPath()]
            .map { $0.deletingLastPathComponent().appending(path: "clang").path }
            .first(where: FileManager.default.isExecutableFile)
    }

    private static let emulator = find("qemu-aarch64") ?? find("qemu-aarch64-static")

    /// The path of a program that a shell would find.
    private static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first(where: FileManager.default.isExecutableFile)
    }
}

/// A running program whose output is collected.
private struct Command {
    private let process = Process()
    private let pipe = Pipe()

    init(_ path: String, _ arguments: [String], in folder: URL? = nil) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
    }

    /// What it printed until its end.
    func output() throws -> String {
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let name = process.executableURL?.lastPathComponent ?? ""
            throw ChecksumProgram.Failure.failed(command: name, output: output)
        }
        return output
    }
}
