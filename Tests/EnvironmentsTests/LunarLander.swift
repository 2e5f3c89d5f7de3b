import Environments
import Foundation
import TestSupport

/// The library, built once, and a Python program that plays it.
enum LunarLander {
    private static let folder = TemporaryFolder()
    private static let path = Result {
        // What is static is not freed, so the folder would stay.
        atexit { try? FileManager.default.removeItem(atPath: folder.path) }
        return try BuiltLibrary.shipped("lunar_lander", in: folder.path)
    }

    static func plugin(_ options: [EnvironmentOption] = []) throws -> NativePlugin {
        let library = try NativeLibrary(path: path.get(), name: "lunar_lander.so")
        return try NativePlugin(library, named: "lunar_lander", choosing: options)
    }

    /// Asks a session of its own.
    static func ask<Answer: Decodable>(_ request: some Encodable) throws -> Answer {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let session = try PythonSession("lunar_lander_session.py", [path.get()])
        let answer = try session.ask(String(decoding: encoder.encode(request), as: UTF8.self))
        return try decoder.decode(Answer.self, from: Data(answer.utf8))
    }
}
