import Records

/// Encodes TensorBoard's Event messages, byte for byte as TensorBoard's own writers do, which put a value's metadata
/// (field 9) before its tensor (field 8). The numbers are those of `Messages/event.proto`.
package struct EventEncoder: Sendable {
    /// Seconds since 1970; finite.
    package let wallTime: Double
    /// Not negative.
    package let step: Int

    /// A tensor; TensorBoard accepts no other element type for the plugin it belongs to.
    package enum Tensor: Sendable {
        case float(Float)
        case doubles([Double], shape: [Int])
        case text(String)
        /// A message of the plugin's own, as the one string of a text.
        case message([UInt8])
        /// No numbers, for a plugin that reads only the metadata.
        case nothing
    }

    /// Which of TensorBoard's dashboards shows a tensor.
    package enum Plugin: String, Sendable {
        case scalars, histograms, text, hparams
        case customScalars = "custom_scalars"

        /// SummaryMetadata.data_class: scalar or tensor.
        var dataClass: Int { self == .scalars ? 1 : 2 }
    }

    package init(wallTime: Double, step: Int) {
        self.wallTime = wallTime
        self.step = step
    }

    /// The first event of every file.
    package func appendFileVersion(writer: String, to bytes: inout [UInt8]) {
        appendTimeAndStep(to: &bytes)
        bytes.append(3, "brain.Event:2")
        bytes.append(10) { $0.append(1, writer) }
    }

    /// The second event of every file: what older files have from this step on is void.
    package func appendSessionStart(to bytes: inout [UInt8]) {
        appendTimeAndStep(to: &bytes)
        bytes.append(7) { $0.append(1, 1) }
    }

    /// A number without metadata, the shortest form that both of TensorBoard's readers accept. The lengths are
    /// computed first: runs write millions of these.
    package func appendScalar(_ value: Float, tag: String, to bytes: inout [UInt8]) {
        let tagCount = tag.utf8.count
        let valueCount = 1 + [UInt8].varintByteCount(UInt64(tagCount)) + tagCount + 5
        let summaryCount = 1 + [UInt8].varintByteCount(UInt64(valueCount)) + valueCount
        appendTimeAndStep(to: &bytes)
        bytes.appendKey(5, .lengthDelimited)
        bytes.appendVarint(UInt64(summaryCount))
        bytes.appendKey(1, .lengthDelimited)
        bytes.appendVarint(UInt64(valueCount))
        bytes.append(1, tag)
        bytes.append(2, value)
    }

    /// A tensor with the metadata that its dashboard needs.
    /// - Parameter content: What the metadata says to the plugin; empty: nothing.
    package func append(
        _ tensor: Tensor, tag: String, plugin: Plugin, content: [UInt8] = [], to bytes: inout [UInt8]
    ) {
        appendTimeAndStep(to: &bytes)
        bytes.append(5) { summary in
            summary.append(1) { value in
                value.append(1, tag)
                value.append(9) { metadata in
                    metadata.append(1) {
                        $0.append(1, plugin.rawValue)
                        if !content.isEmpty { $0.append(2) { $0 += content } }
                    }
                    metadata.append(4, plugin.dataClass)
                }
                value.append(8) { tensor.append(to: &$0) }
            }
        }
    }

    private func appendTimeAndStep(to bytes: inout [UInt8]) {
        bytes.append(1, wallTime)
        bytes.append(2, step)
    }
}

extension EventEncoder.Tensor {
    /// Appends the fields of a TensorProto.
    fileprivate func append(to bytes: inout [UInt8]) {
        switch self {
        case .float(let value):
            append(dataType: 1, shape: [], to: &bytes)
            bytes.append(5) { $0.append(littleEndian: value.bitPattern) }
        case .doubles(let values, let shape):
            append(dataType: 2, shape: shape, to: &bytes)
            if values.isEmpty { return }
            bytes.append(6) { packed in
                for value in values { packed.append(littleEndian: value.bitPattern) }
            }
        case .text(let text):
            append(dataType: 7, shape: [], to: &bytes)
            bytes.append(8, text)
        case .message(let message):
            append(dataType: 7, shape: [], to: &bytes)
            bytes.append(8) { $0 += message }
        case .nothing: append(dataType: 1, shape: [0], to: &bytes)
        }
    }

    private func append(dataType: Int, shape: [Int], to bytes: inout [UInt8]) {
        bytes.append(1, dataType)
        bytes.append(2) { message in
            for size in shape { message.append(2) { $0.append(1, size) } }
        }
    }
}
