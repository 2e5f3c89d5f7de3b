import FoundationEssentials

/// A Lua file that a state loaded: a run keeps copies of all of them.
package struct LuaSourceFile: Hashable, Sendable {
    /// As messages show it.
    package let name: String
    package let path: String
    package let bytes: [UInt8]
}

/// Finds the text of modules: `a.b` is `a/b.lua` or `a/b/init.lua` in the first folder that has one.
struct LuaModuleFinder {
    var folders: [LuaModuleFolder]
    let knownFiles: [LuaSourceFile]

    /// - Throws: `LuaError` naming the folders searched, or the file that cannot be read.
    func find(_ module: String) throws(LuaError) -> LuaSourceFile {
        let stem = module.replacing(".", with: "/")
        guard !module.isEmpty, !module.utf8.contains(0), !stem.hasPrefix("/"), !stem.contains("//") else {
            throw LuaError("require: '\(module)' is not the name of a module")
        }
        for folder in folders {
            for ending in [".lua", "/init.lua"] {
                let path = "\(folder.path)/\(stem)\(ending)"
                guard isFile(path) else { continue }
                let name = folder.shownAs.isEmpty ? stem + ending : "\(folder.shownAs)/\(stem)\(ending)"
                return try read(path, name: name)
            }
        }
        let places = folders.map { $0.shownAs.isEmpty ? "the current folder" : $0.shownAs }
        let searched = places.isEmpty ? "nowhere to look" : "looked in \(places.joined(separator: ", "))"
        throw LuaError("module '\(module)' not found; \(searched) for \(stem).lua and \(stem)/init.lua")
    }

    /// In the form of Lua's `package.path`.
    var packagePath: String {
        folders.map { folder in
            let prefix = folder.shownAs.isEmpty ? "" : folder.shownAs + "/"
            return "\(prefix)?.lua;\(prefix)?/init.lua"
        }.joined(separator: ";")
    }

    func read(_ path: String, name: String) throws(LuaError) -> LuaSourceFile {
        if let known = knownFiles.first(where: { $0.path == path }) { return known }
        guard isFile(path), let data = FileManager.default.contents(atPath: path) else {
            throw LuaError("cannot read \(name)", kind: .missingFile)
        }
        return LuaSourceFile(name: name, path: path, bytes: Array(data))
    }

    private func isFile(_ path: String) -> Bool {
        if knownFiles.contains(where: { $0.path == path }) { return true }
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
    }
}

extension LuaSourceFile {
    /// The text to compile: without a byte order mark, and with a first line `#!…` left empty.
    var text: ArraySlice<UInt8> {
        var text = bytes[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        if text.first == UInt8(ascii: "#") { text = text.drop { $0 != UInt8(ascii: "\n") } }
        return text
    }
}
