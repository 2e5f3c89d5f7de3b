import EventFiles
import Records
import TestSupport
import Testing

@Suite struct `Event folders` {
    private let folder = TemporaryFolder()

    /// Writes two values and, at its first step, a text; as a run does from `steps.lowerBound` on.
    private func write(_ steps: Range<Int>, tail: [UInt8] = []) throws {
        let writer = try EventWriter(folder: folder.path, startingAt: steps.lowerBound)
        if steps.lowerBound == 0 { try writer.text("config", "x", step: 0) }
        for step in steps {
            try writer.scalar("a", Double(step), step: step)
            try writer.histogram("b", [1.0], step: step)
        }
        try writer.close()
        if !tail.isEmpty { try AtomicFile.write(AtomicFile.read(writer.path) + tail, to: writer.path) }
    }

    private func steps(of tag: String) throws -> [Int] {
        try summaries(in: folder.path).map { $0.split(separator: " ") }.filter { $0[1] == tag }.compactMap {
            Int($0[0])
        }
    }

    @Test(arguments: 0...11, [[], [1, 2, 3], [UInt8](repeating: 0, count: 100)])
    func `are cut at the step of a resume`(step: Int, tail: [UInt8]) throws {
        try write(0..<10, tail: tail)
        try EventFolder.truncate(folder.path, toStep: step)
        #expect(try steps(of: "a") == Array(0..<min(step, 10)))
        #expect(try steps(of: "b") == Array(0..<min(step, 10)))
        #expect(try steps(of: "config") == (step == 0 ? [] : [0]))
        let path = try #require(try EventFolder.files(in: folder.path).first)
        var records = RecordReader(try AtomicFile.read(path))
        while try records.next() != nil {}
        #expect(records.offset == records.bytes.count, "what is left is whole")
    }

    @Test(arguments: 0...9) func `hold one curve after any number of resumes`(last: Int) throws {
        try write(0..<4, tail: [9])
        for start in [3, 3, 6, last] {
            try EventFolder.truncate(folder.path, toStep: start)
            try write(start..<(start + 4), tail: [1, 2])
        }
        let expected = Array(0..<min(last, 10)) + Array(last..<(last + 4))
        #expect(try steps(of: "a") == expected)
        #expect(try steps(of: "b") == expected)
        #expect(try steps(of: "config") == [0])
    }

    @Test func `keep version and start of every file, so that none vanishes under a reader`() throws {
        try write(0..<4)
        try write(4..<8)
        try EventFolder.truncate(folder.path, toStep: 0)
        let files = try EventFolder.files(in: folder.path)
        #expect(files.count == 2)
        for (file, start) in zip(files, [0, 4]) {
            var reader = try EventReader(file: file)
            #expect(try reader.next()?.content == .fileVersion("brain.Event:2"))
            let event = try reader.next()
            #expect(event?.content == .sessionStart && event?.step == start)
            #expect(try reader.next() == nil)
        }
    }

    @Test func `keep files that hold no whole event, empty`() throws {
        try write(0..<4)
        for (name, bytes) in [("9000000000", []), ("9000000001", [1, 2])] as [(String, [UInt8])] {
            try AtomicFile.write(bytes, to: folder.path + "/events.out.tfevents.\(name).a.1.0")
        }
        #expect(try EventFolder.truncate(folder.path, toStep: 4) == 2)
        let files = try EventFolder.files(in: folder.path)
        #expect(try files.map { try AtomicFile.read($0).isEmpty } == [false, true, true])
        #expect(try steps(of: "a") == [0, 1, 2, 3])
    }

    @Test func `do not change what precedes the cut, nor other files`() throws {
        try write(0..<4)
        let path = try #require(try EventFolder.files(in: folder.path).first)
        let before = try AtomicFile.read(path)
        try AtomicFile.write([1, 2], to: folder.path + "/checkpoint")
        #expect(try EventFolder.truncate(folder.path, toStep: 4) == 0)
        #expect(try AtomicFile.read(path) == before)
        let removed = try EventFolder.truncate(folder.path, toStep: 2)
        #expect(try AtomicFile.read(path) == Array(before.dropLast(removed)))
        #expect(try AtomicFile.read(folder.path + "/checkpoint") == [1, 2])
    }

    @Test func `refuse to guess behind a corrupted record`() throws {
        try write(0..<4)
        let path = try #require(try EventFolder.files(in: folder.path).first)
        var bytes = try AtomicFile.read(path)
        bytes[60] ^= 1
        try AtomicFile.write(bytes, to: path)
        #expect(throws: EventFileError.corrupted(path: path, .badLengthChecksum(offset: 54))) {
            try EventFolder.truncate(folder.path, toStep: 2)
        }
        #expect(try AtomicFile.read(path) == bytes)
    }

    @Test func `that are missing are an error`() {
        let path = folder.path + "/gone"
        #expect(throws: EventFileError.file(FileError(path: path, operation: .list, code: 2))) {
            try EventFolder.truncate(path, toStep: 2)
        }
    }
}
