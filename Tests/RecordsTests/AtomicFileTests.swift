import Foundation
import Records
import TestSupport
import Testing

@Suite struct `Atomic files` {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/checkpoint" }

    @Test(arguments: [0, 1, 3_000_000]) func `hold what was written`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try AtomicFile.write(bytes, to: path)
        #expect(try AtomicFile.read(path) == bytes)
        #expect(folder.names == ["checkpoint"])
    }

    @Test func `replace the file before`() throws {
        try AtomicFile.write([1], to: path)
        try AtomicFile.write([2], to: path)
        #expect(try AtomicFile.read(path) == [2])
        #expect(folder.names == ["checkpoint"])
    }

    @Test func `keep the file before under its other name`() throws {
        let previous = path + "-previous"
        for value in 1...3 as ClosedRange<UInt8> {
            try AtomicFile.write([value], to: path, keepingPrevious: previous)
            #expect(try AtomicFile.read(path) == [value])
        }
        #expect(try AtomicFile.read(previous) == [2])
        #expect(folder.names == ["checkpoint", "checkpoint-previous"])
    }

    @Test func `are in the current folder when the path names none`() throws {
        #expect(FileSystem.folder(of: "policy") == ".")
        #expect(FileSystem.folder(of: "/policy") == "/")
        #expect(FileSystem.folder(of: "a/b/policy") == "a/b")
    }

    @Test func `leave nothing behind when they cannot be renamed`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: FileError(path: path, operation: .rename, code: EISDIR)) {
            try AtomicFile.write([1], to: path)
        }
        #expect(folder.names == ["checkpoint"])
    }

    @Test func `say that their folder is gone`() throws {
        let gone = folder.path + "/gone/checkpoint"
        #expect(throws: FileError(path: gone, operation: .create, code: ENOENT)) { try AtomicFile.write([1], to: gone) }
        #expect(
            "\(FileError(path: "gone/checkpoint", operation: .create, code: ENOENT))"
                == "gone/checkpoint: cannot create: No such file or directory; check the path, and whether "
                + "something was moved or deleted")
    }

    @Test func `cannot be read if missing or a folder`() throws {
        #expect(throws: FileError(path: path, operation: .open, code: ENOENT)) { try AtomicFile.read(path) }
        #expect(throws: FileError(path: folder.path, operation: .read, code: EISDIR)) {
            try AtomicFile.read(folder.path)
        }
    }

    @Test func `that killed processes left half written are removed`() throws {
        for name in [".writing-12-1", ".writing-99-7", "checkpoint"] {
            try AtomicFile.write([1], to: folder.path + "/" + name)
        }
        try AtomicFile.removeLeftovers(in: folder.path)
        #expect(folder.names == ["checkpoint"])
    }

    @Test func `are written by many tasks at once without mixing`() async throws {
        let path = path
        try await withThrowingTaskGroup { group in
            for value in 0..<16 as Range<UInt8> {
                group.addTask { try AtomicFile.write([UInt8](repeating: value, count: 10_000), to: path) }
            }
            try await group.waitForAll()
        }
        let bytes = try AtomicFile.read(path)
        #expect(bytes.count == 10_000 && Set(bytes).count == 1)
        #expect(folder.names == ["checkpoint"])
    }
}

@Suite struct `File errors` {
    @Test func `of a full disk say what to do`() throws {
        let file = try OpenFile("/dev/full", .change)
        let error = #expect(throws: FileError.self) { try file.write(([1] as [UInt8]).span) }
        #expect(
            error?.description
                == "/dev/full: cannot write: No space left on device; free some space there and try again")
    }

    @Test(
        arguments: [
            (
                EACCES,
                "x: cannot write: Permission denied; choose a folder that you may write to, or change its permissions"
            ),
            (
                EROFS,
                "x: cannot write: Read-only file system; choose a folder that you may write to, or change its permissions"
            ),
            (EDQUOT, "x: cannot write: Disk quota exceeded; free some space there and try again"),
            (ENOTCONN, "x: cannot write: Transport endpoint is not connected"),
        ] as [(Int32, String)]) func `have the system's text and advice`(code: Int32, text: String)
    {
        #expect("\(FileError(path: "x", operation: .write, code: code))" == text)
    }
}
