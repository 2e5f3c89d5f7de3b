import Kernels
import Randomness

/// What an observation or an action may be.
package enum Space: Sendable, Hashable, Codable {
    /// One of `count` actions, counted from 0.
    case discrete(count: Int)
    /// `count` values, each 0 or 1.
    case binary(count: Int)
    /// A real number for each bound; a bound may be infinite.
    case box(low: [Double], high: [Double])
    /// An image of bytes; only what is observed may be one.
    case image(ImageShape)

    /// Numbers that make one element.
    package var valueCount: Int {
        switch self {
        case .discrete: 1
        case .binary(let count): count
        case .box(let low, _): low.count
        case .image(let shape): shape.byteCount
        }
    }

    /// Whether its elements are numbers with an order: those of a box, or of an image.
    package var isNumeric: Bool {
        switch self {
        case .box, .image: true
        case .discrete, .binary: false
        }
    }

    /// The shape of its images; nil where it has none.
    package var image: ImageShape? { if case .image(let shape) = self { shape } else { nil } }
}

extension Space: CustomStringConvertible {
    /// As `genome-lua environments` prints it: `discrete(2)`, `binary(8)`, `box(4)`, `image(84, 84, 4)`.
    package var description: String {
        switch self {
        case .discrete(let count): "discrete(\(count))"
        case .binary(let count): "binary(\(count))"
        case .box(let low, _): "box(\(low.count))"
        case .image(let shape): "image(\(shape))"
        }
    }
}

extension Space {
    /// What its elements are as actions.
    /// - Precondition: It has no images.
    package var actionShape: ActionShape {
        switch self {
        case .discrete(let count): .discrete(count: count)
        case .binary(let count): .real(count: count)
        case .box(let low, _): .real(count: low.count)
        case .image: preconditionFailure("an action that is an image")
        }
    }

    /// Writes an action drawn evenly. Where a value lacks a bound: normally distributed around 0, or an exponentially
    /// distributed distance from its only bound.
    /// - SeeAlso: <https://gymnasium.farama.org/api/spaces/fundamental/#gymnasium.spaces.Box.sample>.
    package func sample(_ random: inout RandomStream, into actions: ActionBatch, lane: Int) {
        switch self {
        case .discrete(let count): actions.discrete[lane] = Int32(random.integer(below: UInt64(count)))
        case .binary(let count):
            for value in 0..<count { actions.continuous[lane * count + value] = Float(random.integer(below: 2)) }
        case .box(let low, let high):
            for (value, (low, high)) in zip(low, high).enumerated() {
                let drawn: Double
                switch (low.isFinite, high.isFinite) {
                case (true, true): drawn = random.uniform(low, high)
                case (true, false): drawn = low - Elementary.log(1 - random.uniform())
                case (false, true): drawn = high + Elementary.log(1 - random.uniform())
                case (false, false): drawn = random.normal()
                }
                actions.continuous[lane * self.valueCount + value] = Float(drawn)
            }
        case .image: preconditionFailure("an action that is an image")
        }
    }
}
