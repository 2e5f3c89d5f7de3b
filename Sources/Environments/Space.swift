/// What an observation or an action may be.
package enum Space: Sendable, Hashable {
    /// One of `count` actions, counted from 0.
    case discrete(count: Int)
    /// `count` values, each 0 or 1.
    case binary(count: Int)
    /// A real number for each bound; a bound may be infinite.
    case box(low: [Double], high: [Double])

    /// Numbers that make one element.
    package var valueCount: Int {
        switch self {
        case .discrete: 1
        case .binary(let count): count
        case .box(let low, _): low.count
        }
    }
}

extension Space: CustomStringConvertible {
    /// As `genome-lua environments` prints it: `discrete(2)`, `binary(8)`, `box(4)`.
    package var description: String {
        switch self {
        case .discrete(let count): "discrete(\(count))"
        case .binary(let count): "binary(\(count))"
        case .box(let low, _): "box(\(low.count))"
        }
    }
}
