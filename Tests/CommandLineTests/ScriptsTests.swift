import Foundation
import Testing

private let script = "a checkout/Scripts/genome-lua"

@Suite struct `Scripts/genome-lua` {
    @Test func `hands arguments, input and exit status through, from any folder and through a symbolic link`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("7", to: "status")
        try pretend.link("a link", to: pretend.root + "/" + script)
        let outcome = try pretend.run("a link", ["a b", "", "*", "--x=$y"], input: "typed")
        #expect(
            outcome == .init(status: 7, output: "<a b><><*><--x=$y>typed", errors: "genome-lua: building release\n")
        )
    }

    @Test func `dies of the signal that the tool dies of`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("", to: "signal")
        let outcome = try pretend.run(script, ["run"])
        #expect(outcome.isSignal)
        #expect(outcome.status == SIGTERM)
    }

    @Test func `installs the lacking package at the first use, and only then`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("lua is installed")
        let first = try pretend.run(script, ["run"])
        let errors = "genome-lua: installing liblua5.4-dev (once)\ngenome-lua: building release\n"
        #expect(first == .init(status: 0, output: "<run>", errors: errors))
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>"))
        #expect(pretend.calls(of: "apt-get") == 2)
        #expect(pretend.calls(of: "apt-get", with: "install -y --no-install-recommends liblua5.4-dev") == 1)
    }

    @Test func `shows what apt-get said when it fails`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("lua is installed")
        try pretend.write("", to: "mirror is down")
        let errors = """
            genome-lua: installing liblua5.4-dev (once)
            Reading package lists...
            E: Unable to fetch some archives
            genome-lua: apt-get could not install liblua5.4-dev; its output stands above

            """
        #expect(try pretend.run(script) == .init(status: 69, errors: errors))
    }

    @Test func `says what to install on a system without apt-get`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("lua is installed")
        try pretend.remove("programs/apt-get")
        let errors = """
            genome-lua: this system has no apt-get; install Lua 5.4 with its headers (so that \
            'pkg-config --exists lua5.4' succeeds) and pkg-config, then run this again

            """
        #expect(try pretend.run(script) == .init(status: 69, errors: errors))
    }

    @Test func `says that Swift is missing, but runs a tool that is built`() throws {
        let pretend = try PretendCheckout()
        let swift = try pretend.read("programs/swift")
        try pretend.remove("programs/swift")
        let errors = """
            genome-lua: swift is not in PATH; install Swift 6.2 or newer (https://www.swift.org/install), \
            then run this again

            """
        #expect(try pretend.run(script) == .init(status: 69, errors: errors))

        try pretend.writeProgram(swift, to: "programs/swift")
        #expect(try pretend.run(script).status == 0)
        try pretend.remove("programs/swift")
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>"))
    }

    @Test func `builds again when a source changed, came or went, and not otherwise`() throws {
        let pretend = try PretendCheckout()
        func expectBuild(_ expected: Bool, after change: String, _ make: () throws -> Void) throws {
            let before = pretend.calls(of: "swift")
            try make()
            #expect(try pretend.run(script).status == 0)
            #expect((pretend.calls(of: "swift") > before) == expected, "\(change)")
        }
        let source = "a checkout/Sources/Search/NES.swift"
        try expectBuild(true, after: "a first call") {}
        try expectBuild(false, after: "a second call") {}
        try expectBuild(true, after: "a new file") { try pretend.write("let a = 1", to: source) }
        try expectBuild(true, after: "an edit") { try pretend.write("let a = 2", to: source) }
        try expectBuild(true, after: "an older file of the same size") {
            try pretend.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], of: source)
        }
        try expectBuild(false, after: "an editor's swap file") {
            try pretend.write("", to: "a checkout/Sources/Search/.NES.swift.swp")
        }
        try expectBuild(true, after: "a removed file") { try pretend.remove(source) }
        try expectBuild(true, after: "an edited manifest") {
            try pretend.write("let p = 1", to: "a checkout/Package.swift")
        }
        try expectBuild(true, after: "new pins") { try pretend.write("{}", to: "a checkout/Package.resolved") }
        try expectBuild(false, after: "an edited script") {
            try pretend.write("return 1", to: "a checkout/Scripts/experiments/cartpole.lua")
        }
        try expectBuild(true, after: "a removed tool") {
            try pretend.remove("a checkout/.build-release/release/genome-lua")
        }
    }

    @Test func `builds once for several first calls at the same time`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("lua is installed")
        let running = try (1...5).map { try pretend.start(script, ["\($0)"]) }
        for (number, script) in zip(1..., running) {
            let outcome = try script.wait()
            #expect(outcome.status == 0)
            #expect(outcome.output == "<\(number)>")
        }
        #expect(pretend.calls(of: "swift") == 1)
        #expect(pretend.calls(of: "apt-get", with: "install") == 1)
    }

    @Test func `shows a failed build whole and tries again at the next call`() throws {
        let pretend = try PretendCheckout()
        #expect(try pretend.run(script).status == 0)
        try pretend.write("x", to: "a checkout/Sources/genome-lua/main.swift")
        try pretend.write("", to: "sources are broken")
        let errors = """
            genome-lua: building release
            Building for production...
            error: cannot find 'x' in scope
            genome-lua: the release build failed; its output stands above

            """
        for _ in 1...2 {
            #expect(try pretend.run(script) == .init(status: 1, errors: errors))
        }
        try pretend.remove("sources are broken")
        #expect(try pretend.run(script, ["run"]).output == "<run>")
    }

    @Test func `names the folder that it cannot build in`() throws {
        let pretend = try PretendCheckout()
        try pretend.write("", to: "a checkout/.build-release")
        let errors = """
            genome-lua: cannot write to \(pretend.root)/a checkout/.build-release; the first use builds there, \
            so make it writable or clone again

            """
        #expect(try pretend.run(script) == .init(status: 1, errors: errors))
    }
}

@Suite struct `Native environments of a checkout` {
    @Test func `are built by clang at the first use, and again when a source changed`() throws {
        let pretend = try PretendCheckout()
        try pretend.addEnvironment("windy")
        try pretend.addEnvironment("calm")
        let errors = """
            genome-lua: building release
            genome-lua: building the environment calm
            genome-lua: building the environment windy

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: errors))
        let folder = "a checkout/Environments/windy"
        #expect(pretend.calls(of: "make", with: "\(folder) CC=clang CXX=clang++") == 1)

        func expectBuild(_ expected: Bool, after change: String, _ make: () throws -> Void) throws {
            let (before, releases) = (pretend.calls(of: "make"), pretend.calls(of: "swift"))
            try make()
            #expect(try pretend.run(script).status == 0)
            #expect(pretend.calls(of: "make") == before + (expected ? 2 : 0), "\(change)")
            #expect(pretend.calls(of: "swift") == releases || change == "an edited header", "\(change)")
        }
        try expectBuild(false, after: "a second call") {}
        try expectBuild(true, after: "an edit") { try pretend.write("int a;", to: "\(folder)/windy.c") }
        try expectBuild(true, after: "an older file of the same size") {
            try pretend.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], of: "\(folder)/windy.c")
        }
        try expectBuild(true, after: "a new file of C++") { try pretend.write("", to: "\(folder)/wind.cpp") }
        try expectBuild(true, after: "an edited Makefile") { try pretend.write("windy:\n", to: "\(folder)/Makefile") }
        try expectBuild(true, after: "a removed library") { try pretend.remove("\(folder)/windy.so") }
        try expectBuild(true, after: "an edited header") {
            try pretend.write("int a;", to: "a checkout/Sources/CEnvironment/include/genome_environment.h")
        }
        try expectBuild(false, after: "an edited environment in Lua") {
            try pretend.write("return 1", to: "a checkout/Environments/corridor.lua")
        }
        try pretend.move("a checkout", to: "moved")
        #expect(try pretend.run("moved/Scripts/genome-lua", ["run"]) == .init(status: 0, output: "<run>"))
    }

    @Test func `that fail to build are shown whole, and tried again at the next call`() throws {
        let pretend = try PretendCheckout()
        #expect(try pretend.run(script).status == 0)
        try pretend.addEnvironment("windy")
        try pretend.write("", to: "environments are broken")
        let errors = """
            genome-lua: building the environment windy
            Entering directory
            error: use of undeclared identifier 'x'
            genome-lua: the build of the environment windy failed; its output stands above

            """
        for _ in 1...2 {
            #expect(try pretend.run(script) == .init(status: 1, errors: errors))
        }
        try pretend.remove("environments are broken")
        #expect(try pretend.run(script, ["run"]).output == "<run>")
    }

    @Test func `get the library that they lack at the first use, and only then`() throws {
        let pretend = try PretendCheckout()
        try pretend.addEnvironment("windy", needing: "pretend.h of libpretend-dev")
        let errors = """
            genome-lua: building release
            genome-lua: installing libpretend-dev (once)
            genome-lua: building the environment windy

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: errors))
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>"))
        #expect(pretend.calls(of: "apt-get", with: "install -y --no-install-recommends libpretend-dev") == 1)
    }

    @Test func `are left out in one line where a library cannot be had, until it is there`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("programs/apt-get")
        try pretend.addEnvironment("calm")
        try pretend.addEnvironment("windy", needing: "pretend.h of libpretend-dev")
        let errors = """
            genome-lua: building release
            genome-lua: building the environment calm
            genome-lua: without the environment windy: this system has no apt-get; install what Debian has as \
            libpretend-dev, then run this again

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: errors))
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>"))
        try pretend.write("", to: "include/pretend.h")
        #expect(try pretend.run(script).errors.hasSuffix("genome-lua: building the environment windy\n"))
        #expect(pretend.exists("a checkout/Environments/windy/windy.so"))
    }

    @Test func `are left out where apt-get fails, or does not bring what they include`() throws {
        let pretend = try PretendCheckout()
        try pretend.addEnvironment("windy", needing: "pretend.h of libpretend-dev")
        try pretend.write("", to: "mirror is down")
        let failed = """
            genome-lua: building release
            genome-lua: installing libpretend-dev (once)
            Reading package lists...
            E: Unable to fetch some archives
            genome-lua: without the environment windy: apt-get could not install libpretend-dev; its output stands above

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: failed))
        try pretend.remove("mirror is down")
        try pretend.addEnvironment("windy", needing: "nothing.h of libpretend-dev")
        let lacking = """
            genome-lua: installing libpretend-dev (once)
            genome-lua: without the environment windy: libpretend-dev is installed, but has no nothing.h where it is \
            looked for: in $CPATH, /usr/local/include and /usr/include

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: lacking))
    }

    @Test func `are left out without make and apt-get`() throws {
        let pretend = try PretendCheckout()
        try pretend.remove("programs/apt-get")
        try pretend.remove("programs/make")
        try pretend.addEnvironment("windy")
        let errors = """
            genome-lua: building release
            genome-lua: without the environment windy: this system has no apt-get; install what Debian has as make, \
            then run this again

            """
        #expect(try pretend.run(script, ["run"]) == .init(status: 0, output: "<run>", errors: errors))
    }
}

@Suite struct `Scripts/test` {
    static let mistakes: [([String], String)] = [
        (["--sanitize", "leak"], "--sanitize must be one of 'address', 'thread', 'undefined', got 'leak'"),
        (["--sanitize="], "--sanitize must be one of 'address', 'thread', 'undefined', got ''"),
        (["--sanitize"], "--sanitize needs a value"),
        (["--filter"], "--filter needs a value"),
        (["--fliter", "x"], "unknown argument '--fliter'"),
    ]

    @Test(arguments: mistakes) func `refuses a wrong argument in one line`(arguments: [String], message: String) throws
    {
        let outcome = try PretendCheckout().run("a checkout/Scripts/test", arguments)
        #expect(outcome == .init(status: 64, errors: "Scripts/test: \(message); see --help\n"))
    }

    @Test func `prints its help without installing or building anything`() throws {
        let pretend = try PretendCheckout()
        let outcome = try pretend.run("a checkout/Scripts/test", ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("usage: Scripts/test [--sanitize address|thread|undefined]"))
        #expect(outcome.errors == "")
        #expect(!pretend.exists("a checkout/.build-release"))
    }
}

@Suite struct `Entry points` {
    static let files = [
        "Scripts/dieharder", "Scripts/genome-lua", "Scripts/install", "Scripts/setup.sh", "Scripts/test", ".ci/run",
    ]
    static let shellcheck = ["/usr/bin/shellcheck", "/usr/local/bin/shellcheck"]
        .first(where: FileManager.default.isExecutableFile)

    @Test(.enabled(if: shellcheck != nil, "shellcheck is not installed (Debian: shellcheck)"))
    func `have nothing that shellcheck complains about`() throws {
        let running = Running()
        running.process.executableURL = URL(filePath: try #require(Self.shellcheck))
        running.process.arguments = ["--external-sources"] + Self.files
        running.process.currentDirectoryURL = URL(filePath: PretendCheckout.repository)
        running.process.standardOutput = running.output
        running.process.standardError = running.errors
        try running.process.run()
        #expect(try running.wait() == .init(status: 0))
    }
}
