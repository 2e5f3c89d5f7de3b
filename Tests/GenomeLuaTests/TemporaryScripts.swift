import FoundationEssentials
import GenomeLua
import LuaHost

/// A folder of scripts that is gone when the test is over.
final class TemporaryScripts {
    let folder: String
    private(set) var printed: [String] = []

    init() throws {
        let name = "genome-lua-scripts-\(UInt64.random(in: 0 ... .max))"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file, with the folders above it.
    func write(_ path: String, _ text: String) throws {
        let whole = "\(folder)/\(path)"
        let parent = String(whole[..<(whole.lastIndex(of: "/") ?? whole.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: whole, contents: Data(text.utf8)) else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Writes `text` as `script.lua` and loads it as its user would from this folder.
    func load(_ text: String, settings: [String] = []) throws -> LoadedScript {
        try write("script.lua", text)
        return try load(path: "script.lua", settings: settings)
    }

    func load(path: String, settings: [String] = [], folders: [String] = []) throws -> LoadedScript {
        var configuration = ScriptConfiguration()
        configuration.library = ScriptLibrary(folders: folders.map { "\(folder)/\($0)" }, currentFolder: folder)
        configuration.print = { [unowned self] in printed.append($0) }
        return try Script.load(path: path, settings: settings, configuration)
    }
}

/// The message with which loading `text` fails, or nil.
func message(loading text: String, settings: [String] = []) throws -> String? {
    do {
        _ = try TemporaryScripts().load(text, settings: settings)
        return nil
    } catch let error as LuaError {
        return error.description
    }
}

/// The message that a call gives on line 2 of a script which could otherwise do with it.
func message(calling call: String) throws -> String? {
    try message(loading: "local genome = require 'genome'\nlocal made = genome.\(call)\nreturn made")
}

/// The root of this checkout.
let checkout = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
