import GenomeLua
import LuaHost
import Testing

@Suite struct `A script` {
    @Test func `CartPole describes its experiment`() throws {
        let configuration = {
            var configuration = ScriptConfiguration()
            configuration.library = ScriptLibrary(folders: [checkout + "/Scripts"])
            return configuration
        }()
        let script = try Script.load(path: "experiments/cartpole.lua", configuration)
        let experiment = script.description
        #expect(experiment.text("environment") == "cartpole")
        #expect(experiment.integer("generations") == 300)
        #expect(experiment.nested("solved", "mean_return") == .number(475))
        #expect(experiment.nested("solved", "every") == .integer(1))
        #expect(experiment["decoder"] == .absent)
        #expect(
            experiment.subDescription("encoder")?.description
                == "genome.thermometer { count = 16, low = { -2.4, -3, -0.2095, -3 }, high = { 2.4, 3, 0.2095, 3 } }"
        )
        #expect(experiment.subDescription("network")?.list("hidden") == [.integer(64)])
        #expect(experiment.subDescription("search")?.subDescription("optimizer")?.constructor == "sgd")
        #expect(experiment.location == LuaLocation(source: "experiments/cartpole.lua", line: 8))
        #expect(script.files.map(\.name) == ["experiments/cartpole.lua"])
        #expect(script.parameters.map(\.name) == ["generations", "hidden", "learning_rate", "population_size"])
    }
}

@Suite struct `Loading a script` {
    static let experiment = "genome.experiment { environment = 'cartpole', search = genome.nes {} }"

    @Test(arguments: [
        ("return nil", "script.lua: must return genome.experiment { … }, returned nothing"),
        ("", "script.lua: must return genome.experiment { … }, returned nothing"),
        ("return { 1 }", "script.lua: must return genome.experiment { … }, returned { 1 }"),
        ("return require('genome').nes {}", "script.lua: must return genome.experiment { … }, returned a genome.nes"),
        ("local x = = 1", "script.lua:1: unexpected symbol near '='"),
        ("#!/usr/bin/env genome-lua\nerror 'here'", "script.lua:2: here"),
        ("\u{feff}error 'here'", "script.lua:1: here"),
    ])
    func `fails clearly`(text: String, expected: String) throws {
        #expect(try message(loading: text) == expected)
    }

    @Test func `requires modules beside it, in the path, and none else`() throws {
        let scripts = try TemporaryScripts()
        try scripts.write(
            "mine/helper.lua", "local genome = require 'genome'\nreturn { search = genome.nes {}, from = ... }")
        try scripts.write("library/shared/init.lua", "return { name = 'shared' }")
        try scripts.write("library/helper.lua", "error 'the wrong one'")
        try scripts.write("mine/round.lua", "return require 'round'")
        try scripts.write("mine/bad.lua", "local x =\n= 5")
        try scripts.write(
            "mine/run.lua",
            """
            local genome, helper = require "genome", require "helper"
            assert(require "helper" == helper and require "shared".name == "shared" and helper.from == "helper")
            print(select(2, pcall(require, "round")))
            print(select(2, pcall(require, "round")))
            print(select(2, pcall(require, "bad")))
            print(select(2, pcall(require, "absent.module")))
            print(package.path)
            return genome.experiment { environment = "cartpole", search = helper.search }
            """)
        let script = try scripts.load(path: "mine/run.lua", folders: ["library"])
        let library = scripts.folder + "/library"
        #expect(
            scripts.printed == [
                "mine/round.lua:1: module 'round' requires itself", "mine/round.lua:1: module 'round' requires itself",
                "mine/bad.lua:2: unexpected symbol near '='",
                "mine/run.lua:6: module 'absent.module' not found; looked in mine, \(library) for absent/module.lua "
                    + "and absent/module/init.lua",
                "mine/?.lua;mine/?/init.lua;\(library)/?.lua;\(library)/?/init.lua",
            ])
        #expect(
            script.files.map(\.name) == [
                "mine/run.lua", "mine/helper.lua", library + "/shared/init.lua", "mine/round.lua", "mine/bad.lua",
            ])
    }

    @Test func `finds it in the current folder, the path, the installation`() throws {
        let scripts = try TemporaryScripts()
        let text = "local genome = require 'genome'\nprint 'NAME' return \(`Loading a script`.experiment)"
        for folder in ["a", "b"] {
            try scripts.write("\(folder)/experiments/x.lua", text.replacing("NAME", with: folder))
        }
        try scripts.write("b/experiments/cartpole.lua", text.replacing("NAME", with: "cartpole"))
        _ = try scripts.load(path: "experiments/x.lua", folders: ["a", "b"])
        _ = try scripts.load(path: "experiments/x.lua", folders: ["b", "a"])
        try scripts.write("experiments/x.lua", text.replacing("NAME", with: "here"))
        _ = try scripts.load(path: "experiments/x.lua", folders: ["a", "b"])
        _ = try scripts.load(path: "\(scripts.folder)/a/experiments/x.lua")
        #expect(scripts.printed == ["a", "b", "here", "a"])
        let places = "\(scripts.folder)/a, \(scripts.folder)/b"
        #expect(
            throws: LuaError(
                "no script 'experiments/cartpol.lua' in the current folder, \(places); "
                    + "did you mean 'experiments/cartpole.lua'?", kind: .missingFile)
        ) { _ = try scripts.load(path: "experiments/cartpol.lua", folders: ["a", "b"]) }
        #expect(throws: LuaError("no script './nothing.lua' in the current folder", kind: .missingFile)) {
            _ = try scripts.load(path: "./nothing.lua", folders: ["a"])
        }
    }

    @Test func `again in another thread gives the same, whatever became of the file`() async throws {
        let scripts = try TemporaryScripts()
        let text = "local genome = require 'genome'\nlocal m = require 'm'\nreturn \(`Loading a script`.experiment)"
        try scripts.write("m.lua", "return 1")
        let first = try scripts.load(text)
        try scripts.write("m.lua", "error 'changed'")
        let blueprint = first.blueprint
        let digests = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<4 { group.addTask { try blueprint.load().digest } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(digests == Array(repeating: first.digest, count: 4))
    }

    @Test func `again names the option that differs`() throws {
        let scripts = try TemporaryScripts()
        var configuration = ScriptConfiguration()
        configuration.allowances = .os
        configuration.library = ScriptLibrary(folders: [], currentFolder: scripts.folder)
        try scripts.write(
            "script.lua",
            """
            local genome = require "genome"
            local file = "\(scripts.folder)/mark"
            local again = not os.rename(file, file .. "2")
            return genome.experiment {
              environment = "cartpole",
              search = genome.nes { learning_rate = again and 11 or 10 },
            }
            """)
        try scripts.write("mark", "")
        let first = try Script.load(path: "script.lua", configuration)
        do {
            _ = try first.blueprint.load()
            Issue.record("no difference was found")
        } catch {
            #expect(
                error.description
                    == "script.lua:4: experiment: search.learning_rate was 10 when the script ran first and is 11 now; "
                    + "a script must describe the same each time")
        }
    }
}

@Suite struct `The installation` {
    @Test func `is found from the executable`() throws {
        let scripts = try TemporaryScripts()
        let folder = scripts.folder
        try scripts.write("prefix/share/genome-lua/Scripts/genome/genome.lua", "")
        try scripts.write("checkout/Scripts/genome/genome.lua", "")
        #expect(
            Installation.find(executable: "\(folder)/prefix/bin/genome-lua", environment: [:])?.scripts
                == "\(folder)/prefix/share/genome-lua/Scripts")
        let built = "\(folder)/checkout/.build/x86_64-unknown-linux-gnu/debug/genome-lua"
        #expect(Installation.find(executable: built, environment: [:])?.folder == "\(folder)/checkout")
        #expect(Installation.find(executable: built, environment: ["GENOME_HOME": "/x"])?.folder == "/x")
        #expect(Installation.find(executable: "\(folder)/genome-lua", environment: [:]) == nil)
        let library = ScriptLibrary(
            environment: ["GENOME_PATH": "/one::/two"], installation: Installation(folder: "/three"))
        #expect(library.folders == ["/one", "/two", "/three/Scripts"])
    }
}

@Suite struct `A description's digest` {
    private func description(_ nes: String) throws -> Description {
        try TemporaryScripts().load(
            "local genome = require 'genome'\nreturn genome.experiment { environment = 'cartpole', search = genome.nes { \(nes) } }"
        ).description
    }

    /// FNV-1a of the bytes, as another program computes it.
    @Test func `is FNV-1a of the canonical bytes`() {
        let description = Description(
            constructor: "sgd",
            role: .optimizer,
            options: [
                DescribedOption(name: "a", value: .number(0.5), isGiven: true),
                DescribedOption(name: "b", value: .absent, isGiven: false),
            ],
            location: nil
        )
        #expect(description.canonicalBytes.count == 51)
        #expect(description.digest == 0xe73a_8beb_7044_2ee1)
    }

    @Test func `is the same for the same values only`() throws {
        let plain = try description("")
        #expect(try description("learning_rate = 10.0").digest == plain.digest)
        #expect(try description("\n\n").digest == plain.digest)
        for change in ["learning_rate = 11", "mirrored = true", "optimizer = genome.adam {}", "compat = 'genome'"] {
            #expect(try description(change).digest != plain.digest, "\(change)")
        }
    }
}
