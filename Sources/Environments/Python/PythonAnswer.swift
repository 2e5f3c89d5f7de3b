import FoundationEssentials
import Kernels
import Processes

/// What `worker.py` answers.
enum PythonAnswer {
    /// With JSON, where something was asked.
    case done([UInt8])
    /// A command that failed, counted from 0, and those behind it were not carried out; its lane, and why.
    case failed(command: Int, lane: Int, words: String)

    /// - Throws: `ProcessError.broken` if it is none.
    init(_ message: [UInt8]) throws(ProcessError) {
        switch message.first {
        case UInt8(ascii: "+"): self = .done(Array(message.dropFirst()))
        case UInt8(ascii: "-") where message.count >= 9:
            self = .failed(
                command: Self.integer(message, at: 1), lane: Self.integer(message, at: 5),
                words: String(decoding: message.dropFirst(9), as: UTF8.self))
        default: throw .broken(reason: "an answer of \(message.count) bytes that is none")
        }
    }

    private static func integer(_ bytes: [UInt8], at start: Int) -> Int {
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
        return Int(Int32(bitPattern: bits))
    }
}

/// What `worker.py` says of a task.
struct PythonDescription: Decodable, Sendable {
    let observation: PythonSpace
    let action: PythonSpace
    let maxSteps: Int?
    let version: String

    private enum CodingKeys: String, CodingKey {
        case observation, action, version
        case maxSteps = "max_steps"
    }
}

struct PythonSpace: Decodable, Sendable {
    let kind: Kind
    let count: Int
    let low: Bounds?
    let high: Bounds?
    /// Of an observation: whether it is bytes.
    let bytes: Bool?
    let shape: [Int]?

    enum Kind: String, Decodable, Sendable { case discrete, binary, box }

    /// One bound for all values, or one each; nil is infinite.
    enum Bounds: Decodable, Sendable {
        case all(Double?)
        case each([Double?])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let each = try? value.decode([Double?].self) {
                self = .each(each)
            } else {
                self = .all(value.decodeNil() ? nil : try value.decode(Double.self))
            }
        }

        func numbers(_ count: Int, infinity: Double) -> [Double] {
            switch self {
            case .all(let bound): Array(repeating: bound ?? infinity, count: count)
            case .each(let bounds): bounds.map { $0 ?? infinity }
            }
        }
    }

    /// As an action.
    var actionSpace: Space {
        switch kind {
        case .discrete: .discrete(count: count)
        case .binary: .binary(count: count)
        case .box: box
        }
    }

    /// As an observation: bytes in rows and columns are an image, and what is one of several is seen as that many values,
    /// one of which is 1.
    var observationSpace: Space {
        if let image { return .image(image) }
        return kind == .box ? box : .binary(count: count)
    }

    private var image: ImageShape? {
        guard bytes == true, let shape, (2...3).contains(shape.count) else { return nil }
        let channels = shape.count == 3 ? shape[2] : 1
        guard ImageShape.isShape(shape[0], shape[1], channels) else { return nil }
        return ImageShape(height: shape[0], width: shape[1], channels: channels)
    }

    private var box: Space {
        .box(
            low: (low ?? .all(nil)).numbers(count, infinity: -.infinity),
            high: (high ?? .all(nil)).numbers(count, infinity: .infinity))
    }
}
