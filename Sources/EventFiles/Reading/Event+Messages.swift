import SwiftProtobuf

extension Event {
    /// Decodes the payload of a record; nil if it is no Event message.
    init?(_ payload: [UInt8]) {
        guard let message = try? Tensorboard_Event(serializedBytes: payload) else { return nil }
        let content: Content =
            switch message.what {
            case .fileVersion(let version): .fileVersion(version)
            case .sessionLog(let log): log.status == .start ? .sessionStart : .other
            case .summary(let summary): .summaries(summary.value.map(Summary.init))
            case nil: .other
            }
        self.init(wallTime: message.wallTime, step: Int(message.step), content: content)
    }
}

extension Event.Summary {
    fileprivate init(_ message: Tensorboard_Summary.Value) {
        let plugin = message.metadata.pluginData.pluginName
        let value: Event.Value? =
            switch message.value {
            case .simpleValue(let number): .scalar(number)
            case .tensor(let tensor) where plugin == "scalars": tensor.number.map(Event.Value.scalar)
            case .tensor(let tensor) where plugin == "histograms": tensor.histogram.map(Event.Value.histogram)
            case .tensor(let tensor) where plugin == "text": tensor.text.map(Event.Value.text)
            default: nil
            }
        self.init(tag: message.tag, value: value ?? .other)
    }
}

/// The tensors that runs of genome-lua write; nil for others.
extension Tensorboard_TensorProto {
    fileprivate var number: Float? {
        dtype == .dtFloat && tensorShape.dim.isEmpty && floatVal.count == 1 ? floatVal[0] : nil
    }

    fileprivate var histogram: Histogram? {
        guard dtype == .dtDouble, tensorShape.dim.count == 2, tensorShape.dim[1].size == 3,
            doubleVal.count.isMultiple(of: 3), tensorShape.dim[0].size == doubleVal.count / 3
        else { return nil }
        return Histogram(
            buckets: stride(from: 0, to: doubleVal.count, by: 3).map {
                Histogram.Bucket(left: doubleVal[$0], right: doubleVal[$0 + 1], count: doubleVal[$0 + 2])
            })
    }

    fileprivate var text: String? {
        guard dtype == .dtString, tensorShape.dim.isEmpty, stringVal.count == 1 else { return nil }
        return String(decoding: stringVal[0], as: UTF8.self)
    }
}
