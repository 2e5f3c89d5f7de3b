import CKernels

/// The layers of a binary network as kernels see them, and the sizes that follow from them.
///
/// A network is its weight rows, layer after layer, one row of `ceil(inputs / 64)` words a unit, and one threshold a row.
package struct NetworkShape: Sendable, Hashable {
    /// Units of the input, the hidden layers and the output; at least two, each at least 1.
    package let widths: [Int]

    package init(widths: [Int]) {
        precondition(widths.count >= 2 && widths.allSatisfy { $0 >= 1 }, "a network of widths \(widths)")
        self.widths = widths
    }

    /// 64-bit words that hold a row of `width` bits.
    package static func words(_ width: Int) -> Int { (width + 63) / 64 }

    package var inputWords: Int { Self.words(widths[0]) }
    package var outputCount: Int { widths[widths.count - 1] }
    /// Words of all weight rows.
    package var weightWords: Int { zip(widths, widths.dropFirst()).reduce(0) { $0 + Self.words($1.0) * $1.1 } }
    /// Rows of all layers, which is also the number of thresholds.
    package var rows: Int { widths.dropFirst().reduce(0, +) }
    /// Words that the forward kernel needs beside its arguments.
    package var scratchWords: Int { 2 * Self.words(widths.dropLast().max()!) }
}

/// Storage for a number of networks of one shape.
///
/// A slot is one network. Slots that different threads use never share a word.
@safe package final class NetworkBank: Sendable {
    package let shape: NetworkShape
    package let slots: Int
    /// Weight rows, shape `[slots, weightStride]`.
    package let weights: Buffer<UInt64>
    /// Thresholds of the rows, shape `[slots, thresholdStride]`.
    package let thresholds: Buffer<Int32>
    /// Words from one slot to the next, a multiple of 8 so that each starts on a cache line.
    package let weightStride: Int
    package let thresholdStride: Int
    let layers: Buffer<ck_layer>

    package init(shape: NetworkShape, slots: Int) {
        self.shape = shape
        self.slots = slots
        weightStride = (shape.weightWords + 7) / 8 * 8
        thresholdStride = (shape.rows + 15) / 16 * 16
        weights = Buffer(repeating: 0, count: slots * weightStride)
        thresholds = Buffer(repeating: 0, count: slots * thresholdStride)
        layers = Buffer(repeating: ck_layer(), count: shape.widths.count - 1)
        for (index, (inputs, outputs)) in zip(shape.widths, shape.widths.dropFirst()).enumerated() {
            layers[index] = ck_layer(
                inputs: Int32(inputs),
                outputs: Int32(outputs),
                words: Int32(NetworkShape.words(inputs))
            )
        }
    }

    /// Bytes of one network.
    package static func bytes(_ shape: NetworkShape) -> Int { 8 * shape.weightWords + 4 * shape.rows }
}

extension KernelSet {
    /// Runs the network of every lane: `outputs[lane]` becomes the integers of the linear output layer.
    /// - Parameters:
    ///   - slots: The slot of each lane's network, in `0 ..< bank.slots`; shape `[lanes]`.
    ///   - inputs: Shape `[lanes, inputWords]`.
    ///   - outputs: Shape `[lanes, outputCount]`.
    ///   - scratch: At least `shape.scratchWords` words.
    package func forward(
        _ bank: NetworkBank,
        slots: Buffer<Int32>,
        inputs: Buffer<UInt64>,
        outputs: Buffer<Int32>,
        lanes: Int,
        scratch: Buffer<UInt64>
    ) {
        let shape = bank.shape
        let (inputWords, outputCount) = (shape.inputWords, shape.outputCount)
        for lane in 0..<lanes {
            precondition(slots[lane] >= 0 && slots[lane] < bank.slots, "slot \(slots[lane]) of \(bank.slots)")
        }
        var networks = unsafe ck_networks(
            layers: bank.layers.base,
            layer_count: Int32(bank.layers.count),
            weights: bank.weights.base,
            thresholds: bank.thresholds.base,
            weight_stride: bank.weightStride,
            threshold_stride: bank.thresholdStride,
            slots: slots.pointer(at: 0, lanes)
        )
        unsafe table.pointee.forward(
            &networks,
            inputs.pointer(at: 0, lanes * inputWords),
            inputWords,
            outputs.pointer(at: 0, lanes * outputCount),
            outputCount,
            Int32(lanes),
            scratch.pointer(at: 0, shape.scratchWords)
        )
    }
}
