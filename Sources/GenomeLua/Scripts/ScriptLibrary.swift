import Environments
import FoundationEssentials
import LuaHost

/// A script that was found.
package struct ScriptLocation: Hashable, Codable, Sendable {
    /// As its user typed it: what messages show.
    package let name: String
    package let path: String

    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    /// Whether it is a shared library.
    var isNative: Bool { path.hasSuffix(".so") }
}

/// Where scripts and modules are looked for: the current folder, each entry of `$GENOME_PATH`, the installation; for
/// modules then `$LUA_PATH` and the trees of LuaRocks.
package struct ScriptLibrary: Hashable, Codable, Sendable {
    /// Entries of `$GENOME_PATH` and the installation's `Scripts`, in this order.
    package let folders: [String]
    /// The same for environments: entries of `$GENOME_PATH` and the installation's `Environments`.
    package let environmentFolders: [String]
    /// The installation's, whose native libraries need no permission.
    package let installedEnvironments: String?
    /// What relative paths start from; empty for the process's own current folder.
    package let currentFolder: String
    /// Where Lua itself would look for modules.
    package let modules: ModulePath

    package init(
        folders: [String], environmentFolders: [String] = [], installedEnvironments: String? = nil,
        currentFolder: String = "", modules: ModulePath = ModulePath()
    ) {
        self.folders = folders
        self.environmentFolders = environmentFolders
        self.installedEnvironments = installedEnvironments
        self.currentFolder = currentFolder
        self.modules = modules
    }

    /// - Parameters:
    ///   - environment: Environment variables; entries of `GENOME_PATH` are parted by colons, those of `LUA_PATH` by
    ///     semicolons.
    ///   - installation: Nil if there is none.
    package init(environment: [String: String], installation: Installation?, currentFolder: String = "") {
        let entries = (environment["GENOME_PATH"] ?? "").split(separator: ":").map(String.init)
        self.init(
            folders: entries + [installation?.scripts].compactMap { $0 },
            environmentFolders: entries + [installation?.environments].compactMap { $0 },
            installedEnvironments: installation?.environments,
            currentFolder: currentFolder,
            modules: ModulePath(environment: environment)
        )
    }

    /// Of the running process.
    package static var current: ScriptLibrary {
        let environment = ProcessInfo.processInfo.environment
        return ScriptLibrary(
            environment: environment,
            installation: Installation.find(executable: Installation.executable, environment: environment)
        )
    }

    /// Folders for `require`, after the script's own.
    var moduleFolders: [LuaModuleFolder] {
        folders.map { LuaModuleFolder($0) }
    }

    /// Finds a script. A path that begins with `/`, `./` or `../` is itself.
    /// - Throws: `LuaError` of kind `.missingFile` naming where it was looked for, and the nearest name there.
    package func find(_ name: String) throws(LuaError) -> ScriptLocation {
        let isItself = name.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../")
        let places = isItself ? [currentFolder] : [currentFolder] + folders
        for place in places {
            let path = ScriptLibrary.join(name.hasPrefix("/") ? "" : place, name)
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if !isFolder { return ScriptLocation(name: name, path: path) }
        }
        let hint = NearestName.hint(for: name, among: isItself ? [] : names(near: name))
        let searched = (isItself ? [] : folders).map { ", \($0)" }.joined()
        throw LuaError("no script '\(name)' in the current folder\(searched)\(hint)", kind: .missingFile)
    }

    /// Files that define an environment of that name: `name.lua`, `name.so`, or `name/name.so`, a native one in a folder of
    /// its own. A path is itself.
    func environments(named name: String) -> [ScriptLocation] {
        let isPath = name.contains("/") || name.hasSuffix(".lua") || name.hasSuffix(".so")
        let files = isPath ? [name] : ["\(name).lua", "\(name).so", "\(name)/\(name).so"]
        let places = isPath ? [currentFolder] : [currentFolder] + environmentFolders
        return places.flatMap { place in
            files.compactMap { file in
                let path = ScriptLibrary.join(name.hasPrefix("/") ? "" : place, file)
                guard Self.isFile(path) else { return nil }
                return ScriptLocation(name: place == currentFolder ? file : path, path: path)
            }
        }
    }

    /// Whether a file came with the installation.
    func isInstalled(_ file: ScriptLocation) -> Bool {
        installedEnvironments.map { file.path.hasPrefix("\($0)/") && !file.path.contains("/../") } ?? false
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
    }

    /// Names of all environments that are built in or lie in a folder of environments, sorted.
    var environmentNames: [String] {
        let names = environmentFolders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { entry in
                for suffix in [".lua", ".so"] where entry.hasSuffix(suffix) {
                    return String(entry.dropLast(suffix.count))
                }
                return Self.isFile("\(folder)/\(entry)/\(entry).so") ? entry : nil
            }
        }
        return Set(names + EnvironmentRegistry.entries.map(\.specification.name)).sorted()
    }

    /// Scripts in the same subfolder of any place, as a user would type them.
    private func names(near name: String) -> [String] {
        let subfolder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        var names: Set<String> = []
        for place in [currentFolder] + folders {
            let folder = ScriptLibrary.join(place, subfolder.isEmpty ? "." : subfolder)
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            names.formUnion(entries.filter { $0.hasSuffix(".lua") }.map { subfolder + $0 })
        }
        return names.sorted()
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : "\(folder)/\(name)"
    }
}
