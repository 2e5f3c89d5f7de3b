import FoundationEssentials
import Glibc

/// A Lua file that a state loaded: a run keeps copies of all of them.
package struct LuaSourceFile: Hashable, Codable, Sendable {
    /// As messages show it.
    package let name: String
    package let path: String
    package let bytes: [UInt8]
    package let use: LuaFileUse

    package init(name: String, path: String, bytes: [UInt8], use: LuaFileUse) {
        self.name = name
        self.path = path
        self.bytes = bytes
        self.use = use
    }
}

/// What a file was loaded for: with this, a state that is given the files finds each without looking for it.
package enum LuaFileUse: Hashable, Codable, Sendable {
    case script
    /// The environment of that name.
    case environment(String)
    /// `require` of that name.
    case module(String)
}

/// Finds the text of modules: `a.b` is `a/b.lua` or `a/b/init.lua` in the first folder that has one, then what the
/// first template gives, with `a/b` in the place of its `?`, that is a file.
struct LuaModuleFinder {
    var folders: [LuaModuleFolder]
    var templates: [String] = []
    /// Of native modules, which are never loaded.
    var nativeTemplates: [String] = []
    let knownFiles: [LuaSourceFile]

    /// The first byte of what Lua compiled.
    private static let bytecodeMark: UInt8 = 0x1b

    private typealias Candidate = (path: String, name: String)

    /// - Throws: `LuaError` naming the places searched, the file that cannot be read, or the native library found.
    func find(_ module: String) throws(LuaError) -> LuaSourceFile {
        let stem = module.replacing(".", with: "/")
        guard LuaModuleFinder.isPath(stem) else {
            let name = PrintableText.line(module, limit: 100)
            throw LuaError("require: '\(name)' is not the name of a module, such as 'a.b' for a/b.lua")
        }
        // A state that loads a script again finds what the first one found, whatever came into other places since.
        if let known = knownFiles.first(where: { $0.use == .module(module) }) { return known }
        if let found = candidates(stem).first(where: { isFile($0.path) }) {
            return try read(found.path, name: found.name, for: .module(module))
        }
        if let library = natives(stem).first(where: isFile) {
            let function = "luaopen_\(stem.replacing("/", with: "_"))"
            throw LuaError(
                "module '\(module)' is native (\(library)), and require loads Lua text only; take one in pure Lua, or "
                    + "--allow native and package.loadlib('\(library)', '\(function)')"
            )
        }
        let searched = places.isEmpty ? "nowhere to look" : "looked in \(places.joined(separator: ", "))"
        throw LuaError("module '\(module)' not found; \(searched) for \(stem).lua and \(stem)/init.lua")
    }

    /// Whether it is a relative path of plain parts, so that nothing outside the folders can be named.
    private static func isPath(_ stem: String) -> Bool {
        let parts = stem.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && !part.utf8.contains { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "%") }
        }
    }

    private func candidates(_ stem: String) -> [Candidate] {
        let inFolders = folders.flatMap { folder in
            ["\(stem).lua", "\(stem)/init.lua"].map { file in
                (path: "\(folder.path)/\(file)", name: folder.shownAs.isEmpty ? file : "\(folder.shownAs)/\(file)")
            }
        }
        let byTemplates = templates.map { template in
            let path = template.replacing("?", with: stem)
            return (path: path, name: path)
        }
        return inFolders + byTemplates
    }

    private func natives(_ stem: String) -> [String] {
        folders.map { "\($0.path)/\(stem).so" } + nativeTemplates.map { $0.replacing("?", with: stem) }
    }

    /// Folders as messages show them, and the templates that are not of a folder's form.
    private var places: [String] {
        var places = folders.map { $0.shownAs.isEmpty ? "the current folder" : $0.shownAs }
        for template in templates {
            let ending = ["/?.lua", "/?/init.lua"].first(where: template.hasSuffix)
            let place = ending.map { String(template.dropLast($0.count)) } ?? template
            if !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// In the form of Lua's `package.path`.
    var packagePath: String {
        let ofFolders = folders.flatMap { folder in
            let prefix = folder.shownAs.isEmpty ? "" : folder.shownAs + "/"
            return ["\(prefix)?.lua", "\(prefix)?/init.lua"]
        }
        return (ofFolders + templates).joined(separator: ";")
    }

    func read(_ path: String, name: String, for use: LuaFileUse) throws(LuaError) -> LuaSourceFile {
        if let known = knownFiles.first(where: { $0.path == path }) {
            return LuaSourceFile(name: name, path: path, bytes: known.bytes, use: use)
        }
        guard isFile(path), let data = FileManager.default.contents(atPath: path) else {
            throw LuaError("cannot read \(name)", kind: .missingFile)
        }
        let file = LuaSourceFile(name: name, path: path, bytes: Array(data), use: use)
        guard file.text.first != LuaModuleFinder.bytecodeMark else {
            throw LuaError("\(name) is bytecode; only Lua text is loaded")
        }
        return file
    }

    /// Whether it is a file of bytes: reading a pipe or a device might never end.
    private func isFile(_ path: String) -> Bool {
        if knownFiles.contains(where: { $0.path == path }) { return true }
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
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
