import CKernels

/// What becomes of the sum of a unit of a dense network.
package enum Activation: String, Sendable, Hashable, CaseIterable {
    case linear
    case tanh
    /// x if it is positive, else 0.
    case relu
    /// x if it is positive, else x / 5.
    case lrelu
    /// x if it is positive, else e^x - 1.
    case elu

    var code: ck_activation {
        switch self {
        case .linear: CK_LINEAR
        case .tanh: CK_TANH
        case .relu: CK_RELU
        case .lrelu: CK_LRELU
        case .elu: CK_ELU
        }
    }
}

/// Storage for a number of dense networks of one shape.
///
/// A slot is one network. Slots that different threads use never share a cache line.
@safe package final class DenseBank: SlotBank {
    /// Units of the input, the hidden layers and the output.
    package let widths: [Int]
    package let slots: Int
    let layers: Buffer<ck_dense_layer>
    let memory: Buffer<Float>
    /// Where each layer begins in a slot.
    private let starts: [Int]
    /// Numbers from one slot to the next.
    let stride: Int

    /// - Parameters:
    ///   - widths: At least two, each at least 1.
    ///   - activation: Of the hidden layers; the output is linear.
    package init(widths: [Int], activation: Activation, slots: Int) {
        precondition(widths.count >= 2 && widths.allSatisfy { $0 >= 1 }, "a network of widths \(widths)")
        self.widths = widths
        self.slots = slots
        layers = Self.layers(widths, activation)
        var starts: [Int] = []
        var size = 0
        for layer in 0..<layers.count {
            starts.append(size)
            size += unsafe ck_dense_size(layers.pointer(at: layer, 1))
        }
        self.starts = starts
        stride = size
        memory = Buffer(repeating: 0, count: slots * stride)
    }

    /// Bytes of a network of these widths.
    package static func bytes(widths: [Int]) -> Int {
        let layers = layers(widths, .linear)
        return (0..<layers.count).reduce(0) {
            unsafe $0 + ck_dense_size(layers.pointer(at: $1, 1)) * MemoryLayout<Float>.stride
        }
    }

    private static func layers(_ widths: [Int], _ activation: Activation) -> Buffer<ck_dense_layer> {
        let layers = Buffer(repeating: ck_dense_layer(), count: widths.count - 1)
        for (index, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated() {
            let isOutput = index == widths.count - 2
            layers[index] = ck_dense_layer(
                inputs: Int32(inputs), outputs: Int32(outputs),
                activation: isOutput ? Activation.linear.code : activation.code)
        }
        return layers
    }

    /// Writes numbers of the network in a slot: layer after layer, the weights of one input after the other (to each
    /// output), then the biases.
    /// - Parameters:
    ///   - places: Of the network's numbers.
    ///   - start: Where in `numbers` the first of them is.
    package func store(_ places: Range<Int>, from numbers: Buffer<Float>, at start: Int, slot: Int) {
        var (first, index) = (0, 0)
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            let layer = first..<first + (inputs + 1) * outputs
            let part = places.clamped(to: layer)
            if !part.isEmpty {
                unsafe ck_dense_store(
                    layers.pointer(at: index, 1),
                    part.lowerBound - layer.lowerBound,
                    part.count,
                    numbers.pointer(at: start + part.lowerBound - places.lowerBound, part.count),
                    memory.pointer(at: slot * stride + starts[index], stride - starts[index])
                )
            }
            (first, index) = (layer.upperBound, index + 1)
        }
    }
}

/// The inputs of a group of dense networks: rows of a multiple of 16 numbers, 0 past the width.
package final class DenseInputs: Sendable {
    package let width: Int
    package let rows: Buffer<Float>
    let stride: Int

    package init(width: Int, capacity: Int) {
        self.width = width
        stride = (width + 15) / 16 * 16
        rows = Buffer(repeating: 0, count: stride * capacity)
    }
}

extension KernelSet {
    /// Runs the network of every lane. Each sum has one order: include/dense.h says which.
    /// - Parameter outputs: Shape `[capacity, outputs]`.
    package func forward(_ networks: LaneNetworks<DenseBank>, inputs: DenseInputs, outputs: Buffer<Float>) -> Stage {
        let (bank, capacity) = (networks.bank, networks.capacity)
        let outputCount = bank.widths[bank.widths.count - 1]
        precondition(inputs.width == bank.widths[0], "\(inputs.width) inputs of networks of \(bank.widths)")
        let row = (bank.widths.max()! + 15) / 16 * 16
        let scratch = (0..<2).map { _ in Buffer<Float>(repeating: 0, count: capacity * row) }
        let pass = unsafe ck_dense_pass(
            layers: bank.layers.base,
            layer_count: Int32(bank.layers.count),
            networks: bank.memory.base,
            stride: bank.stride,
            slots: networks.slots.base,
            inputs: inputs.rows.pointer(at: 0, capacity * inputs.stride),
            input_stride: inputs.stride,
            outputs: outputs.pointer(at: 0, capacity * outputCount),
            output_stride: outputCount,
            scratch: (scratch[0].base, scratch[1].base),
            row: row
        )
        let parts: [AnyObject] = [networks, inputs, outputs] + scratch
        return unsafe Stage(pass, capacity: capacity, parts: parts, work: table.pointee.dense!)
    }
}
