/// Where Lua and LuaRocks keep modules, as templates in which `?` stands for the module (Lua's manual, section 6.3,
/// `package.path` and `package.cpath`).
package struct ModulePath: Hashable, Codable, Sendable {
    /// Of modules in Lua: what `$LUA_PATH` says, then the trees.
    package let templates: [String]
    /// Of native modules, which `require` does not load.
    package let nativeTemplates: [String]

    package init(templates: [String] = [], nativeTemplates: [String] = []) {
        self.templates = templates
        self.nativeTemplates = nativeTemplates
    }

    /// `LUA_PATH_5_4` goes before `LUA_PATH`; the first `;;` in it stands for the trees, which follow it otherwise.
    /// - Parameter environment: Environment variables.
    package init(environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.luarocks" }
        let prefixes = [home, "/usr/local", "/usr"].compactMap { $0 }
        let trees = prefixes.flatMap { ["\($0)/share/lua/5.4/?.lua", "\($0)/share/lua/5.4/?/init.lua"] }
        let libraries = prefixes.flatMap { prefix in
            (prefix == "/usr" ? ModulePath.libraryFolders : ["lib"]).map { "\(prefix)/\($0)/lua/5.4/?.so" }
        }
        templates = ModulePath.templates(environment["LUA_PATH_5_4"] ?? environment["LUA_PATH"], standard: trees)
        nativeTemplates = ModulePath.templates(
            environment["LUA_CPATH_5_4"] ?? environment["LUA_CPATH"], standard: libraries)
    }

    /// Debian's come first.
    private static let libraryFolders = ["lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib"]

    private static func templates(_ path: String?, standard: [String]) -> [String] {
        var path = path ?? ""
        if let mark = path.firstRange(of: ";;") {
            path.replaceSubrange(mark, with: ";\(standard.joined(separator: ";"));")
        }
        var templates: [String] = []
        for template in path.split(separator: ";").map(String.init) + standard where !templates.contains(template) {
            templates.append(template)
        }
        return templates
    }
}
