import EventFiles
import Records
import SwiftProtobuf
import TestSupport
import Testing

@Suite struct `Encoded events` {
    @Test(arguments: 0..<500 as Range<UInt64>) func `of scalars have the bytes of the message`(seed: UInt64) throws {
        var random = ByteFuzzer(seed: seed)
        let value = Float(bitPattern: UInt32(random.below(1 << 32)))
        // Lengths on both sides of where a varint grows.
        let tag = String(repeating: "ü", count: random.below(2) * 60 + random.below(8)) + "t"
        let step = [0, 1, 127, 128, 1 << 40, .max][random.below(6)]
        let wallTime = Double(random.below(1 << 40)) / 128 + 1
        var expected = Tensorboard_Event()
        expected.wallTime = wallTime
        expected.step = Int64(step)
        var summary = Tensorboard_Summary.Value()
        summary.tag = tag
        summary.simpleValue = value
        expected.summary.value = [summary]
        var bytes: [UInt8] = []
        EventEncoder(wallTime: wallTime, step: step).appendScalar(value, tag: tag, to: &bytes)
        let message: [UInt8] = try expected.serializedBytes()
        #expect(bytes == message, "seed \(seed)")
    }

    @Test(arguments: [0, 1, 30]) func `of tensors have the content of the message`(rows: Int) throws {
        let numbers = (0..<(3 * rows)).map(Double.init)
        var bytes: [UInt8] = []
        EventEncoder(wallTime: 1.5, step: 7)
            .append(.doubles(numbers, shape: [rows, 3]), tag: "logits", plugin: .histograms, to: &bytes)
        var expected = Tensorboard_Event()
        expected.wallTime = 1.5
        expected.step = 7
        var summary = Tensorboard_Summary.Value()
        summary.tag = "logits"
        summary.metadata.pluginData.pluginName = "histograms"
        summary.metadata.dataClass = .tensor
        summary.tensor.dtype = .dtDouble
        summary.tensor.tensorShape.dim = [rows, 3].map { size in
            var dimension = Tensorboard_TensorShapeProto.Dim()
            dimension.size = Int64(size)
            return dimension
        }
        summary.tensor.doubleVal = numbers
        expected.summary.value = [summary]
        #expect(try Tensorboard_Event(serializedBytes: bytes) == expected)
    }
}
