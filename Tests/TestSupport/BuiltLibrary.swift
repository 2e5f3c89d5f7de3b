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
        let header = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/CEnvironment/include").standardizedFileURL.path(percentEncoded: false)
        let library = "\(folder)/\(name).so"
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments =
            ["clang", "-std=c11", "-O1", "-Wall", "-fPIC", "-shared", "-I", header, source, "-o", library, "-lm"]
            + definitions.map { "-D\($0)" }
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw NotBuilt(source: source) }
        return library
    }

    /// The compiler refused it.
    package struct NotBuilt: Error {
        package let source: String
    }
}
