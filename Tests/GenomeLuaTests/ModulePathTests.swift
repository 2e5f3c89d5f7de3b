import GenomeLua
import Testing

@Suite struct `The path of modules` {
    private static let trees =
        "/home/me/.luarocks/share/lua/5.4/?.lua;/home/me/.luarocks/share/lua/5.4/?/init.lua;"
        + "/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;"
        + "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua"

    @Test(arguments: [
        ([:], trees),
        (["LUA_PATH": ""], trees),
        (["LUA_PATH": "/a/?.lua;/b/?.lua"], "/a/?.lua;/b/?.lua;" + trees),
        (["LUA_PATH": "/a/?.lua;;"], "/a/?.lua;" + trees),
        (["LUA_PATH": ";;/a/?.lua"], trees + ";/a/?.lua"),
        (["LUA_PATH": "/a/?.lua;;/b/?.lua;;/c/?.lua"], "/a/?.lua;" + trees + ";/b/?.lua;/c/?.lua"),
        (["LUA_PATH": "/a/?.lua", "LUA_PATH_5_4": "/b/?.lua"], "/b/?.lua;" + trees),
        (["LUA_PATH": "/a/?.lua", "LUA_PATH_5_3": "/b/?.lua"], "/a/?.lua;" + trees),
        (
            ["LUA_PATH": "/usr/share/lua/5.4/?.lua;/a/?.lua;/a/?.lua"],
            "/usr/share/lua/5.4/?.lua;/a/?.lua;"
                + trees.replacing("/usr/share/lua/5.4/?.lua;", with: "")
        ),
    ])
    func `is what the variables say, then the trees`(variables: [String: String], expected: String) {
        let environment = variables.merging(["HOME": "/home/me"]) { $1 }
        #expect(ModulePath(environment: environment).templates.joined(separator: ";") == expected)
    }

    @Test func `knows where native modules are`() {
        let path = ModulePath(environment: ["LUA_CPATH": "/c/?.so;;"])
        #expect(
            path.nativeTemplates == [
                "/c/?.so", "/usr/local/lib/lua/5.4/?.so", "/usr/lib/x86_64-linux-gnu/lua/5.4/?.so",
                "/usr/lib/aarch64-linux-gnu/lua/5.4/?.so", "/usr/lib/lua/5.4/?.so",
            ])
        #expect(ModulePath().templates == [] && ModulePath().nativeTemplates == [])
    }
}
