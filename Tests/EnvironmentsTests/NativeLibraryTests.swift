import Environments
import Foundation
import TestSupport
import Testing

/// Libraries that tests build of `Native/corridor.c`.
enum Corridor {
    static func library(_ definitions: String..., in folder: TemporaryFolder) throws -> NativeLibrary {
        try NativeLibrary(path: path(definitions, in: folder), name: "corridor.so")
    }

    static func path(_ definitions: [String], in folder: TemporaryFolder) throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Native/corridor.c").path(
            percentEncoded: false)
        let name = "corridor-\(folder.names.count)"
        return try BuiltLibrary.make(source, named: name, defining: definitions, in: folder.path)
    }
}

@Suite struct `A native library` {
    private let folder = TemporaryFolder()

    @Test func `says what it is and what can be chosen`() throws {
        let library = try Corridor.library(in: folder)
        #expect(library.name == "corridor" && library.summary == "walk along a corridor" && library.behaviorCount == 1)
        let options = library.options
        #expect(options.map(\.name) == ["length", "is_slippery", "name"])
        #expect(options.map(\.value) == [.number(10), .boolean(false), .text("long one")])
        let specification = try NativePlugin(library, named: "corridor").specification
        #expect(specification.observationSpace == .box(low: [0, -.infinity], high: [10, .infinity]))
        #expect(specification.actionSpace == .discrete(count: 2) && specification.maxSteps == 50)
        let chosen = try NativePlugin(
            library, named: "corridor",
            choosing: [
                EnvironmentOption(name: "is_slippery", value: .boolean(true)),
                EnvironmentOption(name: "length", value: .number(3)),
            ])
        #expect(chosen.specification.actionSpace == .discrete(count: 3))
        #expect(chosen.specification.observationSpace == .box(low: [0, -.infinity], high: [3, .infinity]))
        #expect(chosen.options.map(\.value) == [.number(3), .boolean(true), .text("long one")])
    }

    @Test func `keeps how results are rounded`() throws {
        _ = try Corridor.library("CHANGES_ROUNDING", in: folder)
        let (one, tiny) = (Double("1")!, Double("1e-20")!)
        #expect(one + tiny == 1)
    }

    @Test(arguments: [
        (
            ["VERSION=7"],
            "is built with version 7 of genome_environment.h, and this tool has version 1; build it again with this one's"
        ),
        (["NO_ENTRY"], "exports no function genome_environment_plugin, which genome_environment.h describes"),
        (["NO_STEP"], "step is NULL; it must be a function"),
        (["ONE_STATE"], "state_size, save and load must be functions, or all be NULL"),
    ]) func `is refused in one line`(definitions: [String], message: String) throws {
        let path = try Corridor.path(definitions, in: folder)
        let error = #expect(throws: NativeEnvironmentError.self) { try NativeLibrary(path: path, name: "corridor.so") }
        #expect(error?.description == "corridor.so: \(message)")
    }

    @Test func `is refused where it is none, or another machine's, or lacks a symbol`() throws {
        func message(_ path: String) -> String? {
            #expect(throws: NativeEnvironmentError.self) { try NativeLibrary(path: path, name: "x.so") }?.description
        }
        let text = "\(folder.path)/text.so"
        try Data("int main(void) { return 0; }".utf8).write(to: URL(filePath: text))
        let none = "x.so: is no shared library; build it from a source that includes genome_environment.h"
        #expect(message(text) == none)
        #expect(message("\(folder.path)/missing.so") == none)
        var bytes = try Data(contentsOf: URL(filePath: try Corridor.path([], in: folder)))
        let machine = bytes[18]
        bytes[18] = 40
        let other = "\(folder.path)/other.so"
        try bytes.write(to: URL(filePath: other))
        let here = machine == 62 ? "x86-64" : "64-bit ARM"
        #expect(message(other) == "x.so: is built for 32-bit ARM, and this machine is \(here); build it here")
        bytes[18] = machine
        let short = "\(folder.path)/short.so"
        try bytes.prefix(100).write(to: URL(filePath: short))
        #expect(message(short) == "x.so: cannot be loaded: cannot read file data")
    }

    @Test(arguments: [
        (
            [EnvironmentOption(name: "lenght", value: .number(3))],
            "there is no option 'lenght'; there are length, is_slippery, name"
        ),
        ([EnvironmentOption(name: "length", value: .text("3"))], "option length must be a finite number, got '3'"),
        (
            [EnvironmentOption(name: "length", value: .number(.infinity))],
            "option length must be a finite number, got inf"
        ),
        (
            [EnvironmentOption(name: "is_slippery", value: .number(1))],
            "option is_slippery must be true or false, got 1"
        ),
        ([EnvironmentOption(name: "name", value: .boolean(true))], "option name must be a text, got true"),
        ([EnvironmentOption(name: "length", value: .number(0.5))], "describe: length must be at least 1, got 0.5"),
        ([EnvironmentOption(name: "name", value: .text("no one"))], "describe: failed, and gives no reason"),
    ]) func `refuses options in one line`(options: [EnvironmentOption], message: String) throws {
        let library = try Corridor.library(in: folder)
        let error = #expect(throws: NativeEnvironmentError.self) {
            try NativePlugin(library, named: "corridor", choosing: options)
        }
        #expect(error?.description == "corridor.so: \(message)")
    }

    @Test(arguments: [
        (["COUNT=0"], "observation_space: count is 0; it must be in 1 ... 16777216"),
        (["NUMBER=7", "TYPE=float"], "observation_number is 7, which is no genome_number"),
        (["LAYOUT=2"], "observation_layout is 2, which is no genome_layout"),
        (
            ["IMAGE=1,0,2", "NUMBER=GENOME_UINT8", "TYPE=uint8_t"],
            "an image of 1, 0, 2; each must be at least 1, and their product at most 16777216"
        ),
        (
            ["IMAGE=1,3,1", "NUMBER=GENOME_UINT8", "TYPE=uint8_t"],
            "an image of 1, 3, 1 needs an observation_space that is a box of 3"
        ),
        (["IMAGE=1,2,1"], "an image of 1, 2, 1 needs GENOME_UINT8 and GENOME_LANE_MAJOR"),
        (
            ["IMAGE=1,2,1", "NUMBER=GENOME_UINT8", "TYPE=uint8_t", "LAYOUT=GENOME_VALUE_MAJOR"],
            "an image of 1, 2, 1 needs GENOME_UINT8 and GENOME_LANE_MAJOR"
        ),
    ]) func `is refused where it describes what cannot be`(definitions: [String], message: String) throws {
        let library = try NativeLibrary(path: Corridor.path(definitions, in: folder), name: "corridor.so")
        let error = #expect(throws: NativeEnvironmentError.self) { try NativePlugin(library, named: "corridor") }
        #expect(error?.description == "corridor.so: describe: \(message)")
    }

    @Test func `says why it makes no group`() throws {
        let plugin = try NativePlugin(
            Corridor.library(in: folder), named: "corridor",
            choosing: [EnvironmentOption(name: "name", value: .text("unmade"))])
        let error = #expect(throws: NativeEnvironmentError.self) { try plugin.make(capacity: 3) }
        #expect(error?.description == "corridor: make: there is no corridor 'unmade'")
    }
}
