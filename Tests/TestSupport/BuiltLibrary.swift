import Foundation

/// Builds shared libraries of C that tests hold.
package enum BuiltLibrary {
    /// Compiles a file into a library of its own.
    /// - Parameters:
    ///   - source: Path of the C file.
    ///   - definitions: What the compiler defines, such as `COUNT=3`.
    ///   - folder: Where the library comes to lie.
    /// - Returns: Its path.
    package static func make(
        _ source: String, named name: String, defining definitions: [String] = [], in folder: String
    ) throws -> String {
        let library = "\(folder)/\(name).so"
        let arguments = ["-std=c11", "-O1", "-Wall", "-fPIC", "-shared", "-I", include, source, "-o", library, "-lm"]
        guard try succeeds("clang", arguments + definitions.map { "-D\($0)" }) else { throw NotBuilt(source: source) }
        return library
    }

    /// Builds a native environment of this checkout by its own Makefile, in a folder of the test's.
    /// - Returns: The path of its library.
    package static func shipped(_ name: String, in folder: String) throws -> String {
        let copy = "\(folder)/\(name)"
        try FileManager.default.copyItem(atPath: path("Environments/\(name)"), toPath: copy)
        // Make takes no paths with spaces.
        let header = "genome_environment.h"
        try FileManager.default.copyItem(atPath: "\(include)/\(header)", toPath: "\(copy)/\(header)")
        let arguments = ["--always-make", "--silent", "-C", copy, "INCLUDE=.", "CC=clang", "CXX=clang++"]
        guard try succeeds("make", arguments) else { throw NotBuilt(source: copy) }
        return "\(copy)/\(name).so"
    }

    /// Whether there is what builds those.
    package static var hasMake: Bool { (try? succeeds("make", ["--version"])) ?? false }

    /// Where genome_environment.h lies.
    private static let include = path("Sources/CEnvironment/include")

    /// Of a file of this checkout.
    private static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../\(name)").standardizedFileURL.path(percentEncoded: false)
    }

    private static func succeeds(_ program: String, _ arguments: [String]) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// The compiler refused it.
    package struct NotBuilt: Error {
        package let source: String
    }
}
