import CKernels

/// The widths of a binary network, and the sizes that follow from them.
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
    /// Weight bits of all rows.
    package var bitCount: Int { zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } }
    /// Rows of all layers, which is also the number of thresholds.
    package var rows: Int { widths.dropFirst().reduce(0, +) }
    /// Words that the forward kernel needs beside its arguments.
    var scratchWords: Int { 2 * Int(CK_FORWARD_LANES) * Self.words(widths.dropLast().max()!) }
    /// About the bytes of one network.
    package var bytes: Int { zip(widths, widths.dropFirst()).reduce(0) { $0 + 8 * Self.words($1.0) * $1.1 } + 4 * rows }
}

/// Storage for a number of networks of one shape, laid out as the kernels of one path want it.
///
/// A slot is one network. Slots that different threads use never share a cache line.
@safe package final class NetworkBank: SlotBank {
    package let shape: NetworkShape
    package let slots: Int
    let kernels: KernelSet
    let layers: Buffer<ck_layer>
    let memory: Buffer<UInt8>
    /// Bytes from one slot to the next.
    let stride: Int

    package init(shape: NetworkShape, slots: Int, kernels: KernelSet) {
        self.shape = shape
        self.slots = slots
        self.kernels = kernels
        layers = Buffer(repeating: ck_layer(), count: shape.widths.count - 1)
        for (index, (inputs, outputs)) in zip(shape.widths, shape.widths.dropFirst()).enumerated() {
            layers[index] = ck_layer(
                inputs: Int32(inputs),
                outputs: Int32(outputs),
                words: Int32(NetworkShape.words(inputs))
            )
        }
        stride = unsafe kernels.table.pointee.network_bytes(layers.base, Int32(layers.count))
        memory = Buffer(repeating: 0, count: slots * stride)
    }

    /// Writes a network into a slot.
    /// - Parameters:
    ///   - bits: The weights of one row after the other, layer after layer, without gaps; `shape.bitCount` bits.
    ///   - thresholds: One for each row; that of a hidden row in `0 ... inputs + 1`.
    package func store(bits: Buffer<UInt64>, thresholds: Buffer<Int32>, slot: Int) {
        unsafe kernels.table.pointee.store(
            layers.base,
            Int32(layers.count),
            bits.pointer(at: 0, NetworkShape.words(shape.bitCount)),
            thresholds.pointer(at: 0, shape.rows),
            memory.pointer(at: slot * stride, stride)
        )
    }
}

extension KernelSet {
    /// Runs the network of every lane: `outputs[lane]` becomes the integers of the linear output layer.
    /// - Parameters:
    ///   - networks: In a bank of these kernels.
    ///   - inputs: Shape `[capacity, inputWords]`.
    ///   - outputs: Shape `[capacity, outputCount]`.
    package func forward(_ networks: LaneNetworks<NetworkBank>, inputs: Buffer<UInt64>, outputs: Buffer<Int32>) -> Stage
    {
        let (bank, capacity) = (networks.bank, networks.capacity)
        let shape = bank.shape
        precondition(unsafe bank.kernels.table == table, "a bank of other kernels")
        let scratch = Buffer<UInt64>(repeating: 0, count: shape.scratchWords)
        let pass = unsafe ck_pass(
            layers: bank.layers.base,
            layer_count: Int32(bank.layers.count),
            networks: bank.memory.base,
            stride: bank.stride,
            slots: networks.slots.base,
            inputs: inputs.pointer(at: 0, capacity * shape.inputWords),
            input_stride: shape.inputWords,
            outputs: outputs.pointer(at: 0, capacity * shape.outputCount),
            output_stride: shape.outputCount,
            scratch: scratch.base
        )
        let work = unsafe table.pointee.forward(bank.layers.base, Int32(bank.layers.count))
        let parts: [AnyObject] = [networks, inputs, outputs, scratch]
        return unsafe Stage(pass, capacity: capacity, parts: parts, work: work!)
    }
}
