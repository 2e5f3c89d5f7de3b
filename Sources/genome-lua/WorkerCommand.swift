import ArgumentParser
import Glibc

import enum GenomeLua.IsolatedScript
import struct GenomeLua.Isolation

/// What `run --isolate` starts.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Isolation.argument,
        abstract: "A worker of 'genome-lua run --isolate', which starts it.",
        shouldDisplay: false
    )

    func run() throws {
        do { try IsolatedScript.serve { _exit(1) } } catch {
            throw ValidationError("'genome-lua run --isolate' starts workers; nothing else can (\(error))")
        }
    }
}
