import EventFiles
import Foundation
import Records
import TestSupport
import Testing

@Suite struct `Event writers` {
    private let folder = TemporaryFolder()

    @Test func `begin a file with version and start, at once`() throws {
        let writer = try EventWriter(folder: folder.path, startingAt: 12, clock: { 5.5 })
        var reader = try EventReader(file: writer.path)
        #expect(try reader.next() == Event(wallTime: 5.5, step: 0, content: .fileVersion("brain.Event:2")))
        #expect(try reader.next() == Event(wallTime: 5.5, step: 12, content: .sessionStart))
        #expect(try reader.next() == nil)
    }

    @Test func `keep values until they are flushed`() throws {
        let writer = try EventWriter(folder: folder.path)
        try writer.scalar("a", 1.0, step: 0)
        #expect(try summaries() == [])
        try writer.flush()
        #expect(try summaries() == ["0 a scalar(1.0)"])
        try writer.scalar("a", 2.0, step: 1)
        try writer.synchronize()
        #expect(try summaries() == ["0 a scalar(1.0)", "1 a scalar(2.0)"])
    }

    @Test func `flush when they end`() throws {
        var writer: EventWriter? = try EventWriter(folder: folder.path)
        try writer?.scalar("a", 1.0, step: 0)
        writer = nil
        #expect(try summaries() == ["0 a scalar(1.0)"])
    }

    @Test func `write to files in the order in which they were opened`() throws {
        for step in 0..<5 {
            let writer = try EventWriter(folder: folder.path, startingAt: step, clock: { 1_700_000_000 - Double(step) })
            try writer.scalar("a", Double(step), step: step)
            try writer.close()
        }
        #expect(try EventFolder.files(in: folder.path).count == 5)
        #expect(try summaries() == (0..<5).map { "\($0) a scalar(\($0).0)" })
    }

    @Test func `replace control characters in texts`() throws {
        let writer = try EventWriter(folder: folder.path)
        let bytes: [UInt8] = [0x61, 0xff, 0x62]
        try writer.text("script", "tab\tline\nline\r\nline\rbell\u{7}escape\u{1b}[0m\u{9b}", step: 0)
        try writer.text("bytes", String(decoding: bytes, as: UTF8.self), step: 0)
        try writer.flush()
        #expect(
            try summaries() == [
                "0 script text(\"tab\\tline\\nline\\nline\\nbell�escape�[0m�\")", "0 bytes text(\"a�b\")",
            ])
    }

    @Test func `refuse what would spoil a curve, and write nothing of it`() throws {
        let writer = try EventWriter(folder: folder.path, startingAt: 3)
        try writer.scalar("return/mean", 1.0, step: 4)
        #expect(throws: EventError.repeatedStep(tag: "return/mean", step: 4)) {
            try writer.scalar("return/mean", 2.0, step: 4)
        }
        #expect(throws: EventError.kindChanged(tag: "return/mean", from: .scalar, to: .text)) {
            try writer.text("return/mean", "2", step: 5)
        }
        #expect(throws: EventError.stepWentBack(tag: "other", step: 3, latest: 4)) {
            try writer.scalar("other", 2.0, step: 3)
        }
        #expect(throws: EventError.emptyTag) { try writer.scalar("", 2.0, step: 5) }
        #expect(throws: EventError.controlCharacter(tag: "a\u{1b}")) { try writer.scalar("a\u{1b}", 2.0, step: 5) }
        try writer.scalar("return/mean", 3.0, step: 5)
        try writer.flush()
        #expect(try summaries() == ["4 return/mean scalar(1.0)", "5 return/mean scalar(3.0)"])
    }

    @Test(
        arguments: [
            (.emptyTag, "a tag is empty; give the value a name such as 'return/mean'"),
            (
                .controlCharacter(tag: "a\u{1b}b"),
                "tag 'a\u{fffd}b' holds a control character; use letters, digits, '_', '-' and '/'"
            ),
            (
                .kindChanged(tag: "a", from: .scalar, to: .histogram),
                "tag 'a' is of kind scalar in this run and cannot become histogram; use another tag"
            ),
            (
                .repeatedStep(tag: "a", step: 5),
                "tag 'a' already has a value at step 5; write one value a step, or use another tag"
            ),
            (
                .stepWentBack(tag: "a", step: 3, latest: 4),
                "tag 'a' is written at step 3, but the run is already at step 4"
            ),
        ] as [(EventError, String)]) func `say why`(error: EventError, text: String)
    {
        #expect(error.description == text)
    }

    @Test func `refuse a first step before the one they start at`() throws {
        let writer = try EventWriter(folder: folder.path, startingAt: 3)
        #expect(throws: EventError.stepWentBack(tag: "a", step: 2, latest: 3)) { try writer.scalar("a", 1.0, step: 2) }
    }

    @Test func `know whether their file is still there`() throws {
        let writer = try EventWriter(folder: folder.path)
        #expect(writer.isStillThere)
        try FileManager.default.removeItem(atPath: folder.path)
        try writer.scalar("a", 1.0, step: 0)
        try writer.flush()
        #expect(!writer.isStillThere)
    }

    @Test func `say that their folder is missing`() {
        let error = #expect(throws: FileError.self) { _ = try EventWriter(folder: folder.path + "/gone") }
        #expect(
            error?.description
                == "\(folder.path)/gone: cannot list its files: No such file or directory; check the path, and whether "
                + "something was moved or deleted")
    }

    @Test func `lose nothing on a full disk, and leave whole records`() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            let writer = try EventWriter(folder: folder.path)
            let start = try AtomicFile.read(writer.path)
            limitFileSize(to: UInt(start.count) + 1000)
            for step in 0..<100 { try writer.scalar("a", Double(step), step: step) }
            let error = #expect(throws: FileError.self) { try writer.flush() }
            #expect(error?.operation == .write && error?.code == EFBIG)
            #expect(try AtomicFile.read(writer.path) == start)
            limitFileSize(to: nil)
            try writer.flush()
            var reader = try EventReader(file: writer.path)
            var steps: [Int] = []
            while let event = try reader.next() { if case .summaries = event.content { steps.append(event.step) } }
            #expect(steps == Array(0..<100))
        }
    }

    @Test func `stop at a clock that gives no time, and after they were closed`() async {
        await #expect(processExitsWith: .failure) {
            _ = try EventWriter(folder: TemporaryFolder().path, clock: { .nan })
        }
        await #expect(processExitsWith: .failure) {
            let folder = TemporaryFolder()
            let writer = try EventWriter(folder: folder.path)
            try writer.close()
            try writer.scalar("a", 1.0, step: 0)
        }
    }

    private func summaries() throws -> [String] {
        try EventFilesTests.summaries(in: folder.path)
    }
}

/// All values in the event files of a folder, as "step tag value".
func summaries(in folder: String) throws -> [String] {
    var reader = try EventReader(folder: folder)
    var result: [String] = []
    while let event = try reader.next() {
        guard case .summaries(let summaries) = event.content else { continue }
        result += summaries.map { "\(event.step) \($0.tag) \($0.value)" }
    }
    return result
}
