import FoundationEssentials
import LuaHost

/// A starting point for a script, copied under a name of the user's: one of the files of `Scripts/templates`.
package enum ScriptTemplate: String, CaseIterable, Sendable {
    case environment
    case experiment
    case reward
    case selection
    case search

    /// Writes `NAME.lua` into a folder, and `.luarc.json` for the Lua Language Server if there is none.
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
        guard let installation,
            let data = FileManager.default.contents(atPath: "\(installation.scripts)/templates/\(rawValue).lua")
        else { throw .noTemplate(kind: rawValue) }
        let prefix = folder.isEmpty ? "" : folder + "/"
        guard !FileManager.default.fileExists(atPath: "\(prefix)\(stem).lua") else { throw .exists("\(stem).lua") }
        let text = String(decoding: data, as: UTF8.self)
            .replacing("my_\(rawValue)", with: stem)
            .replacing("My\(rawValue.prefix(1).uppercased())\(rawValue.dropFirst())", with: Self.className(stem))
        var written = [try Self.write(text, to: prefix, "\(stem).lua")]
        if !FileManager.default.fileExists(atPath: "\(prefix).luarc.json") {
            written.append(try Self.write(Self.settings(installation), to: prefix, ".luarc.json"))
        }
        return written
    }

    private static func write(
        _ text: String, to prefix: String, _ name: String
    ) throws(ScriptTemplateError) -> String {
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
    case noTemplate(kind: String)
    case cannotWrite(String)

    package var description: String {
        switch self {
        case .badName(let name):
            "'\(PrintableText.line(name, limit: 60))' is no name for a script; take letters, digits and '_'"
        case .exists(let name): "\(name): there is such a file already; choose another name"
        case .noTemplate(let kind):
            "the installation has no Scripts/templates/\(kind).lua; install again, or set GENOME_HOME to its folder"
        case .cannotWrite(let name): "\(name): cannot be written; is the current folder yours?"
        }
    }
}
