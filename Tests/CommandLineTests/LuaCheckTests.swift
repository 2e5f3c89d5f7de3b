import Foundation
import Testing

/// The Lua files of the project, as luacheck sees them (Debian's `lua-check`).
@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/luacheck"), "needs Debian's lua-check"))
struct `Shipped Lua` {
    private static let repository = PretendCheckout.repository

    /// Arguments that a function is given may stay unused: they say what there is.
    private func check(_ options: String, _ files: String) throws -> PretendCheckout.Outcome {
        let common = "luacheck --no-config --no-color --quiet --std lua54 --no-unused-args"
        return try Tool().shell("cd '\(Self.repository)' && \(common) \(options) \(files)")
    }

    @Test func `has nothing that luacheck warns of`() throws {
        let files = "$(find Scripts Environments -name '*.lua' -not -path 'Scripts/genome/*')"
        let outcome = try check("--max-line-length 120", files)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("Total: 0 warnings / 0 errors in "))
    }

    @Test func `defines the module for editors in Lua that luacheck can read`() throws {
        let outcome = try check("--no-max-line-length", "Scripts/genome/genome.lua")
        #expect(outcome.output == "Total: 0 warnings / 0 errors in 1 file\n")
    }
}
