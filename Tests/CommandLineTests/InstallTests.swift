import Foundation
import Testing

private let script = "a checkout/Scripts/install"

@Suite struct `Scripts/install` {
    static let installed = [
        "bin/genome-lua",
        "share/bash-completion/completions/genome-lua",
        "share/fish/vendor_completions.d/genome-lua.fish",
        "share/genome-lua/Environments/corridor.lua",
        "share/genome-lua/Scripts/experiments/cartpole.lua",
        "share/genome-lua/include/genome_environment.h",
        "share/zsh/site-functions/_genome-lua",
    ]

    static let mistakes: [([String], String)] = [
        ([], "missing argument PREFIX, the folder to install into, such as ~/.local"),
        ([""], "PREFIX must be a folder, got ''"),
        (["--prefix=x"], "PREFIX must be a folder, got '--prefix=x'"),
        (["a", "b"], "one PREFIX is accepted, got 2 arguments"),
    ]

    @Test(arguments: mistakes) func `refuses a wrong argument in one line`(arguments: [String], message: String) throws
    {
        let outcome = try PretendCheckout().run(script, arguments)
        #expect(outcome == .init(status: 64, errors: "Scripts/install: \(message); see --help\n"))
    }

    @Test func `installs tool, Lua files and completions, and works without the checkout`() throws {
        let pretend = try PretendCheckout()
        let outcome = try pretend.run(script, ["a prefix/of mine"])
        let bin = pretend.root + "/a prefix/of mine/bin"
        let errors = """
            Scripts/install: building release
            Scripts/install: \(bin) is not in PATH; add it there to run genome-lua by name

            """
        #expect(outcome == .init(status: 0, output: "installed \(bin)/genome-lua\n", errors: errors))
        #expect(pretend.files(below: "a prefix/of mine") == Self.installed)
        try pretend.remove("a checkout")
        #expect(try pretend.run("a prefix/of mine/bin/genome-lua", ["run"]).output == "<run>")
    }

    @Test func `installs the libraries of native environments`() throws {
        let pretend = try PretendCheckout()
        try pretend.addEnvironment("windy")
        #expect(try pretend.run(script, ["prefix"]).status == 0)
        let library = "share/genome-lua/Environments/windy/windy.so"
        #expect(pretend.files(below: "prefix") == (Self.installed + [library]).sorted())
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(pretend.root)/prefix/\(library)")
        #expect(attributes[.posixPermissions] as? Int == 0o755)
    }

    @Test func `replaces an older installation as a whole and leaves other files alone`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("old", to: "prefix/bin/genome-lua")
        try pretend.write("old", to: "prefix/share/genome-lua/Scripts/gone.lua")
        try pretend.write("mine", to: "prefix/bin/another")
        #expect(try pretend.run(script, ["prefix"]).status == 0)
        #expect(pretend.files(below: "prefix") == ["bin/another"] + Self.installed)
    }

    @Test func `leaves an older installation as it was when a step fails`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("old", to: "prefix/bin/genome-lua")
        try pretend.write("", to: "no completions")
        let errors = """
            Scripts/install: building release
            no completions for bash
            Scripts/install: the built tool printed no completions for bash; the reason stands above

            """
        #expect(try pretend.run(script, ["prefix"]) == .init(status: 1, errors: errors))
        #expect(pretend.files(below: "prefix") == ["bin/genome-lua"])
        #expect(try pretend.read("prefix/bin/genome-lua") == "old")
    }

    @Test func `puts the older files back when the last of the new ones cannot be put in place`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("old", to: "prefix/bin/genome-lua")
        let mv = """
            #!/bin/sh
            case $* in *new/share/fish*) echo "mv: No space left on device" >&2; exit 1 ;; esac
            exec /bin/mv "$@"
            """
        try pretend.remove("programs/mv")
        try pretend.writeProgram(mv, to: "programs/mv")
        let errors = "Scripts/install: building release\nmv: No space left on device\n"
        #expect(try pretend.run(script, ["prefix"]) == .init(status: 1, errors: errors))
        #expect(pretend.files(below: "prefix") == ["bin/genome-lua"])
        #expect(try pretend.read("prefix/bin/genome-lua") == "old")
    }

    @Test func `names a folder that it cannot make, and leaves nothing behind`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("mine", to: "prefix/share")
        let errors = """
            Scripts/install: building release
            Scripts/install: cannot make the folder \(pretend.root)/prefix/share; choose a PREFIX that you can write to

            """
        #expect(try pretend.run(script, ["prefix"]) == .init(status: 1, errors: errors))
        #expect(pretend.files(below: "prefix") == ["share"])
        #expect(!pretend.exists("prefix/bin"))
    }
}
