import EventFiles
import Records
import TestSupport
import Testing

/// An event file that both of TensorBoard's readers were seen to accept, made by a writer of its own in Python; all
/// events are of the time 1700000000.
@Suite struct `The golden event file` {
    private static let version =
        "2600000000000000734fe3000900000040fc54d9411a0d627261696e2e4576656e743a32520c0a0a67656e6f6d652d6c7561"
        + "5a489b12"
    private static let start = "0d000000000000003c37b8340900000040fc54d9413a020801b7a36b29"
    private static let simpleScalar = "1700000000000000e7cef81e0900000040fc54d94110012a0a0a080a0161150000003f172372ba"
    private static let tensorScalar =
        "2d000000000000003c418afb0900000040fc54d94110012a200a1e0a01624a0d0a090a077363616c6172732001420a080112"
        + "002a040000003f9bddf4c7"
    private static let text =
        "2800000000000000ff70164a0900000040fc54d94110012a1b0a190a01634a0a0a060a04746578742002420808071200420268"
        + "69314c35b5"
    private static let histogram =
        "6400000000000000435f1cdf0900000040fc54d94110012a570a550a01644a100a0c0a0a686973746f6772616d732002423e08"
        + "021208120208021202080332300000000000000000000000000000f03f0000000000000840000000000000f03f0000000000"
        + "000040000000000000f03ff5466f67"

    private static let buckets = Histogram(
        buckets: [.init(left: 0, right: 1, count: 3), .init(left: 1, right: 2, count: 1)])

    @Test func `is what the writer writes`() throws {
        let folder = TemporaryFolder()
        let writer = try EventWriter(folder: folder.path, clock: { 1_700_000_000 })
        try writer.scalar("a", Float(0.5), step: 1)
        try writer.text("c", "hi", step: 1)
        try writer.histogram("d", Self.buckets, step: 1)
        try writer.close()
        let expected = Self.bytes(Self.version + Self.start + Self.simpleScalar + Self.text + Self.histogram)
        #expect(try AtomicFile.read(writer.path) == expected)
    }

    @Test func `is what the encoder encodes`() {
        let startOfFile = EventEncoder(wallTime: 1_700_000_000, step: 0)
        let event = EventEncoder(wallTime: 1_700_000_000, step: 1)
        var records = RecordWriter()
        records.append { startOfFile.appendFileVersion(writer: "genome-lua", to: &$0) }
        records.append { startOfFile.appendSessionStart(to: &$0) }
        records.append { event.appendScalar(0.5, tag: "a", to: &$0) }
        records.append { event.append(.float(0.5), tag: "b", plugin: .scalars, to: &$0) }
        records.append { event.append(.text("hi"), tag: "c", plugin: .text, to: &$0) }
        records.append {
            event.append(.doubles([0, 1, 3, 1, 2, 1], shape: [2, 3]), tag: "d", plugin: .histograms, to: &$0)
        }
        #expect(records.bytes == Self.bytes(Self.golden))
        #expect(records.bytes.count == 355)
    }

    @Test func `is read back`() throws {
        var reader = EventReader(Self.bytes(Self.golden), path: "golden")
        var events: [Event] = []
        while let event = try reader.next() { events.append(event) }
        func event(_ step: Int, _ content: Event.Content) -> Event {
            Event(wallTime: 1_700_000_000, step: step, content: content)
        }
        #expect(
            events == [
                event(0, .fileVersion("brain.Event:2")),
                event(0, .sessionStart),
                event(1, .summaries([.init(tag: "a", value: .scalar(0.5))])),
                event(1, .summaries([.init(tag: "b", value: .scalar(0.5))])),
                event(1, .summaries([.init(tag: "c", value: .text("hi"))])),
                event(1, .summaries([.init(tag: "d", value: .histogram(Self.buckets))])),
            ])
    }

    private static var golden: String { version + start + simpleScalar + tensorScalar + text + histogram }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.map { UInt8($0.hexDigitValue ?? 0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
