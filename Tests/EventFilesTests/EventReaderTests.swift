import EventFiles
import Records
import TestSupport
import Testing

@Suite struct `Event readers` {
    private static let file: [UInt8] = {
        let event = EventEncoder(wallTime: 1.5, step: 7)
        var records = RecordWriter()
        records.append { event.appendFileVersion(writer: "test", to: &$0) }
        records.append { event.appendSessionStart(to: &$0) }
        records.append { event.appendScalar(0.5, tag: "a", to: &$0) }
        records.append { event.append(.text("hi"), tag: "b", plugin: .text, to: &$0) }
        records.append { event.append(.doubles([0, 1, 3], shape: [1, 3]), tag: "c", plugin: .histograms, to: &$0) }
        return records.bytes
    }()

    @Test func `end before a last record that is not whole`() throws {
        for end in 0...Self.file.count {
            var reader = EventReader(Array(Self.file[..<end]), path: "x")
            var records = RecordReader(Array(Self.file[..<end]))
            var expected = 0
            while (try? records.next()) != nil { expected += 1 }
            var count = 0
            while try reader.next() != nil { count += 1 }
            #expect(count == expected, "cut at \(end)")
        }
    }

    @Test func `tell where a file is corrupted, and again when asked again`() throws {
        var bytes = Self.file
        let offset = 16 + 38 - 1
        bytes[offset + 20] ^= 1
        var records = RecordReader(Self.file)
        let second = try #require(
            try {
                _ = try records.next()
                return try records.next()
            }()
        ).offset
        var reader = EventReader(bytes, path: "run/x.tfevents")
        #expect(try reader.next() != nil)
        for _ in 0..<2 {
            let error = #expect(throws: EventFileError.self) { try reader.next() }
            #expect(
                error?.description
                    == "run/x.tfevents: the record at byte \(second) is corrupted (checksum of its data); move the file away, "
                    + "or keep what precedes by 'truncate -s \(second) run/x.tfevents'")
        }
    }

    @Test func `tell records that are no events`() throws {
        var records = RecordWriter()
        records.append([0xff, 0xff])
        var reader = EventReader(records.bytes, path: "x")
        for _ in 0..<2 {
            let error = #expect(throws: EventFileError.self) { try reader.next() }
            #expect(
                error?.description
                    == "x: the record at byte 0 is not an event; move the file away, or keep what precedes by 'truncate -s 0 x'"
            )
        }
    }

    @Test func `pass over what runs do not write`() throws {
        var value = Tensorboard_Summary.Value()
        value.tag = "image"
        value.metadata.pluginData.pluginName = "images"
        value.tensor.dtype = .dtString
        var malformed = Tensorboard_Summary.Value()
        malformed.tag = "histogram"
        malformed.metadata.pluginData.pluginName = "histograms"
        malformed.tensor.dtype = .dtDouble
        malformed.tensor.doubleVal = [1, 2]
        var message = Tensorboard_Event()
        message.step = -3
        message.summary.value = [value, malformed]
        var records = RecordWriter()
        records.append(try message.serializedBytes())
        var reader = EventReader(records.bytes, path: "x")
        let summaries = [Event.Summary(tag: "image", value: .other), .init(tag: "histogram", value: .other)]
        #expect(try reader.next() == Event(wallTime: 0, step: -3, content: .summaries(summaries)))
    }

    @Test func `have no events in a folder without event files, and an error for a missing one`() throws {
        let folder = TemporaryFolder()
        try AtomicFile.write([1, 2, 3], to: folder.path + "/checkpoint")
        var reader = try EventReader(folder: folder.path)
        #expect(try reader.next() == nil)
        #expect(throws: EventFileError.file(FileError(path: "/nowhere", operation: .list, code: 2))) {
            try EventReader(folder: "/nowhere")
        }
    }

    @Test(arguments: 0..<3000 as Range<UInt64>) func `survive random damage`(seed: UInt64) throws {
        var fuzzer = ByteFuzzer(seed: seed)
        // Damage within payloads, framed anew, passes the checksums.
        var writer = RecordWriter()
        var records = RecordReader(Self.file)
        while let record = try records.next() { writer.append(fuzzer.damaged(Array(records.bytes[record.payload]))) }
        for bytes in [writer.bytes, fuzzer.damaged(Self.file)] {
            var reader = EventReader(bytes, path: "x")
            var count = 0
            do throws(EventFileError) {
                while try reader.next() != nil { count += 1 }
            } catch {
                #expect(error.description.hasPrefix("x: "))
            }
            #expect(count <= 5, "seed \(seed)")
        }
    }
}
