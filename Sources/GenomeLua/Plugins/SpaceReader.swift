import Environments
import Kernels
import LuaHost

/// Reads a space as scripts write it: `{ discrete = n }`, `{ binary = n }`, `{ low = …, high = … }`, or an image as
/// `{ shape = { height, width, channels }, type = "uint8" }`.
struct SpaceReader {
    /// The field that holds it, for messages.
    let name: String

    /// Whether its elements may be images.
    let takesImages: Bool

    /// Discrete values of which more have no use, and numbers of an observation.
    static let most: Int64 = 1 << 24

    private var forms: String {
        takesImages
            ? "{ discrete = n }, { binary = n }, { low = …, high = … }, { size = n } or { shape = { … }, type = \"uint8\" }"
            : "{ discrete = n }, { binary = n }, { low = …, high = … } or { size = n }"
    }

    func read(_ value: LuaValue) throws(OptionError) -> Space {
        guard case .table(let table) = value else {
            guard value != .nil else { throw .missing(name: name, expected: forms) }
            throw .wrongValue(name: name, expected: forms, got: value.description)
        }
        let keys = try table.entries.map { entry throws(OptionError) in
            guard let key = entry.key.text else { throw .unnamed(key: entry.key.description) }
            let known = ["discrete", "binary", "low", "high", "size"] + (takesImages ? ["shape", "type"] : [])
            guard known.contains(key) else {
                throw .unknown(name: "\(name).\(key)", known: known.map { "\(name).\($0)" })
            }
            return key
        }
        if keys == ["discrete"] { return .discrete(count: try count(table["discrete"], "discrete")) }
        if keys == ["binary"] { return .binary(count: try count(table["binary"], "binary")) }
        if keys.contains("shape") || keys.contains("type") { return .image(try image(table, keys)) }
        guard !keys.isEmpty, !keys.contains("discrete"), !keys.contains("binary") else {
            throw .wrongValue(name: name, expected: forms, got: value.description)
        }
        return try box(table)
    }

    private func count(_ value: LuaValue, _ key: String) throws(OptionError) -> Int {
        let type = OptionType.integer(atLeast: 1, atMost: Self.most)
        return try OptionReader { _ in nil }.read(value, as: type, name: "\(name).\(key)").integer!
    }

    /// Height, width and channels; without the last, one.
    private func image(_ table: LuaTable, _ keys: [String]) throws(OptionError) -> ImageShape {
        if let other = keys.first(where: { $0 != "shape" && $0 != "type" }) {
            throw .conflict("\(name): an image has a shape and a type, and no \(other)")
        }
        guard table["shape"] != .nil else {
            throw .missing(name: "\(name).shape", expected: "{ height, width } or { height, width, channels }")
        }
        let reader = OptionReader { _ in nil }
        let sizes = OptionType.list(of: .integer(atLeast: 1, atMost: Self.most), count: 2...3)
        let shape = try reader.read(table["shape"], as: sizes, name: "\(name).shape").list!.map { $0.integer! }
        guard table["type"] != .nil else { throw .missing(name: "\(name).type", expected: "'uint8'") }
        _ = try reader.read(table["type"], as: .choice(["uint8"]), name: "\(name).type")
        let channels = shape.count == 3 ? shape[2] : 1
        guard ImageShape.isShape(shape[0], shape[1], channels) else {
            let product = shape.map(String.init).joined(separator: " * ")
            throw .conflict("\(name).shape must have at most \(ImageShape.mostBytes) bytes, got \(product)")
        }
        return ImageShape(height: shape[0], width: shape[1], channels: channels)
    }

    private func box(_ table: LuaTable) throws(OptionError) -> Space {
        let size = table["size"] == .nil ? nil : try count(table["size"], "size")
        let low = try bounds(table["low"], "low", unbounded: -.infinity)
        let high = try bounds(table["high"], "high", unbounded: .infinity)
        let sizes = [size, low.list?.count, high.list?.count].compactMap { $0 }
        guard let count = sizes.first else {
            throw .conflict("\(name).size is required where low and high are no lists; it must be an integer >= 1")
        }
        guard sizes.allSatisfy({ $0 == count }) else {
            throw .conflict(
                "\(name): low, high and size must agree, got \(sizes.map(String.init).joined(separator: " and "))")
        }
        let lows = low.list ?? Array(repeating: low.single, count: count)
        let highs = high.list ?? Array(repeating: high.single, count: count)
        for (offset, (low, high)) in zip(lows, highs).enumerated() where !(low <= high) {
            let numbers = "\(DescriptionValue.number(low)) and \(DescriptionValue.number(high))"
            throw .conflict("\(name): low must not be above high, got \(numbers) for value \(offset + 1)")
        }
        return .box(low: lows, high: highs)
    }

    /// One number for all values, or a list; infinite ones are no bounds.
    private func bounds(
        _ value: LuaValue, _ key: String, unbounded: Double
    ) throws(OptionError) -> (single: Double, list: [Double]?) {
        func number(_ value: LuaValue, _ name: String) throws(OptionError) -> Double {
            switch value {
            case .integer(let integer): return Double(integer)
            case .number(let number) where !number.isNaN: return number
            default: throw .wrongValue(name: name, expected: "a number or math.huge", got: value.description)
            }
        }
        switch value {
        case .nil: return (unbounded, nil)
        case .table(let table):
            guard let list = table.list, !list.isEmpty, list.count <= Self.most else {
                throw .wrongValue(
                    name: "\(name).\(key)", expected: "a number or a list of numbers", got: value.description)
            }
            var numbers: [Double] = []
            for (offset, entry) in list.enumerated() {
                numbers.append(try number(entry, "\(name).\(key)[\(offset + 1)]"))
            }
            return (unbounded, numbers)
        default: return (try number(value, "\(name).\(key)"), nil)
        }
    }
}
