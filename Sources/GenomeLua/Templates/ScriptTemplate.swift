import FoundationEssentials
import LuaHost

/// A starting point for a script or a native environment, copied under a name of the user's from `Scripts/templates`.
package enum ScriptTemplate: String, CaseIterable, Sendable {
    case environment
    case experiment
    case reward
    case selection
    case search
    case nativeEnvironment = "native-environment"

    /// Writes `NAME.lua` into a folder, and `.luarc.json` for the Lua Language Server if there is none; for a native
    /// environment, a folder `NAME` with a project of C.
    /// - Parameters:
    ///   - name: Letters, digits and underscores, with or without `.lua`.
    ///   - folder: Empty for the current one.
    /// - Returns: Names of the files that were written.
    /// - Throws: `ScriptTemplateError`; nothing was written then.
    package func write(
        _ name: String, to folder: String = "", installation: Installation?
    ) throws(ScriptTemplateError) -> [String] {
        let stem = name.hasSuffix(".lua") ? String(name.dropLast(4)) : name
        guard let first = stem.first, first.isASCII, first.isLetter || first == "_",
            stem.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { throw .badName(name) }
        let prefix = folder.isEmpty ? "" : folder + "/"
        let parts = parts(stem)
        let texts = try parts.map { part throws(ScriptTemplateError) in
            guard let text = installation.flatMap(part.read) else { throw .noTemplate(part.name) }
            return text.replacing("my_\(word)", with: stem)
                .replacing("My\(word.prefix(1).uppercased())\(word.dropFirst())", with: Self.className(stem))
        }
        let whole = self == .nativeEnvironment ? stem : "\(stem).lua"
        guard !FileManager.default.fileExists(atPath: prefix + whole) else { throw .exists(whole) }
        var written: [String] = []
        for (part, text) in zip(parts, texts) { written.append(try Self.write(text, to: prefix, part.target)) }
        if self != .nativeEnvironment, let installation,
            !FileManager.default.fileExists(atPath: "\(prefix).luarc.json")
        {
            written.append(try Self.write(Self.settings(installation), to: prefix, ".luarc.json"))
        }
        return written
    }

    /// What stands in its text for the user's name, behind `my_`.
    private var word: String { self == .nativeEnvironment ? "environment" : rawValue }

    /// A file of the installation, and what it is written to.
    private struct Part {
        /// For messages, and where it lies in the installation.
        let name: String
        let target: String

        func read(_ installation: Installation) -> String? {
            let path = name == Self.header ? installation.environmentHeader : "\(installation.folder)/\(name)"
            return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        }

        static let header = "include/genome_environment.h"
    }

    private func parts(_ stem: String) -> [Part] {
        guard self == .nativeEnvironment else {
            return [Part(name: "Scripts/templates/\(rawValue).lua", target: "\(stem).lua")]
        }
        let files = [
            ("my_environment.c", "\(stem).c"), ("test.c", "test.c"), ("Makefile", "Makefile"),
            ("CMakeLists.txt", "CMakeLists.txt"),
        ]
        return files.map { Part(name: "Scripts/templates/native_environment/\($0.0)", target: "\(stem)/\($0.1)") }
            + [Part(name: Part.header, target: "\(stem)/genome_environment.h")]
    }

    private static func write(
        _ text: String, to prefix: String, _ name: String
    ) throws(ScriptTemplateError) -> String {
        if let slash = name.lastIndex(of: "/") {
            try? FileManager.default.createDirectory(
                atPath: prefix + name[..<slash], withIntermediateDirectories: true)
        }
        guard FileManager.default.createFile(atPath: prefix + name, contents: Data(text.utf8)) else {
            throw .cannotWrite(name)
        }
        return name
    }

    /// `windy_walk` as `WindyWalk`.
    private static func className(_ stem: String) -> String {
        let parts = stem.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return parts.isEmpty ? "Class" : parts.joined()
    }

    /// Points the Lua Language Server at the definitions.
    private static func settings(_ installation: Installation) -> String {
        let path = "\(installation.scripts)/genome"
            .replacing("\\", with: "\\\\")
            .replacing("\"", with: "\\\"")
        return """
            {
              "runtime.version": "Lua 5.4",
              "workspace.library": ["\(path)"]
            }

            """
    }
}

package enum ScriptTemplateError: Error, Equatable, CustomStringConvertible {
    case badName(String)
    case exists(String)
    /// A file of the installation.
    case noTemplate(String)
    case cannotWrite(String)

    package var description: String {
        switch self {
        case .badName(let name):
            "'\(PrintableText.line(name, limit: 60))' is no name for a script; take letters, digits and '_'"
        case .exists(let name): "\(name): there is such a file already; choose another name"
        case .noTemplate(let file):
            "the installation has no \(file); install again, or set GENOME_HOME to its folder"
        case .cannotWrite(let name): "\(name): cannot be written; is the current folder yours?"
        }
    }
}
