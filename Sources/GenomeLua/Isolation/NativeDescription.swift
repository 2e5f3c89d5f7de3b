import Environments
import FoundationEssentials
import Kernels

/// What is fixed about a native environment, as a process says it that has loaded it.
struct NativeDescription: Codable {
    let specification: EnvironmentSpecification
    let hasBehavior: Bool

    init(_ plugin: NativePlugin) {
        self.init(plugin.specification, hasBehavior: plugin.library.behaviorCount > 0)
    }

    init(_ specification: EnvironmentSpecification, hasBehavior: Bool) {
        (self.specification, self.hasBehavior) = (specification, hasBehavior)
    }

    private static let infinities = (positive: "infinity", negative: "-infinity", nan: "nan")

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        let words = Self.infinities
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.nan)
        do { return [UInt8](try encoder.encode(self)) } catch { preconditionFailure("\(error)") }
    }

    /// - Throws: `WorkerError` where that makes no sense.
    init(_ bytes: [UInt8]) throws {
        let decoder = JSONDecoder()
        let words = Self.infinities
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: words.positive, negativeInfinity: words.negative, nan: words.nan)
        guard let read = try? decoder.decode(Self.self, from: Data(bytes)), read.specification.isSound else {
            throw WorkerError(description: "a worker described its environment in a way that makes no sense")
        }
        self = read
    }
}

extension EnvironmentSpecification {
    /// Whether it can be one.
    fileprivate var isSound: Bool {
        observationSpace.isSound && actionSpace.isSound && actionSpace.image == nil && maxSteps ?? 1 >= 1
    }
}

extension Space {
    fileprivate var isSound: Bool {
        let counts = 1...1 << 24
        switch self {
        case .discrete(let count), .binary(let count): return counts.contains(count)
        case .box(let low, let high):
            return counts.contains(low.count) && low.count == high.count && zip(low, high).allSatisfy { $0 <= $1 }
        case .image(let shape): return ImageShape.isShape(shape.height, shape.width, shape.channels)
        }
    }
}
