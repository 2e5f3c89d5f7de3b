import Records
import TestSupport
import Testing

@testable import EventFiles

@Suite struct `A session of the HParams dashboard` {
    private let session = HyperparameterSession(
        group: "cartpole #1",
        settings: [
            ("zero", .number(0)), ("learning_rate", .number(0.5)), ("mirrored", .boolean(false)),
            ("hidden", .text("64,32")),
        ])

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func `starts with the bytes of TensorBoard's own message`() {
        let expected =
            "1a680a110a0668696464656e12071a0536342c33320a1a0a0d6c6561726e696e675f72617465120911000000000000e03f0a0e0a08"
            + "6d6972726f726564120220000a110a047a65726f1209110000000000000000220b63617274706f6c652023312900000040fc54d9"
            + "41"
        #expect(hexadecimal(session.startContent(time: 1_700_000_000)) == expected)
    }

    @Test func `ends with the bytes of TensorBoard's own message`() {
        let content = HyperparameterSession.endContent(.success, time: 1_700_000_000)
        #expect(hexadecimal(content) == "220b08011100000040fc54d941")
    }

    @Test func `shows numbers that JSON has no form for as texts`() {
        for (value, text) in [(Double.infinity, "inf"), (.nan, "nan")] {
            let number = HyperparameterSession(group: "g", settings: [("a", .number(value))])
            let same = HyperparameterSession(group: "g", settings: [("a", .text(text))])
            #expect(number.startContent(time: 1) == same.startContent(time: 1))
        }
    }

    @Test func `is metadata of a tensor without values, and is written once`() throws {
        let folder = TemporaryFolder()
        let writer = try EventWriter(folder: folder.path, startingAt: 3, clock: { 5.5 })
        try writer.start(session, step: 3)
        let error = EventError.repeatedStep(tag: HyperparameterSession.startTag, step: 3)
        #expect(throws: error) { try writer.start(session, step: 3) }
        try writer.endSession(.failure, step: 9)
        try writer.close()
        var records = RecordReader(try AtomicFile.read(writer.path))
        var events: [Tensorboard_Event] = []
        while let record = try records.next() {
            events.append(try Tensorboard_Event(serializedBytes: Array(records.bytes[record.payload])))
        }
        let values = events.dropFirst(2).map { $0.summary.value[0] }
        #expect(events.dropFirst(2).map(\.step) == [3, 9])
        #expect(values.map(\.tag) == [HyperparameterSession.startTag, HyperparameterSession.endTag])
        #expect(values.map(\.metadata.pluginData.pluginName) == ["hparams", "hparams"])
        #expect(Array(values[0].metadata.pluginData.content) == session.startContent(time: 5.5))
        #expect(Array(values[1].metadata.pluginData.content) == HyperparameterSession.endContent(.failure, time: 5.5))
        for value in values {
            #expect(value.tensor.dtype == .dtFloat && value.tensor.tensorShape.dim.map(\.size) == [0])
            #expect(value.metadata.dataClass == .tensor)
        }
    }
}
