import Kernels

/// A setting that changes as a search goes on.
package enum Schedule: Sendable, Hashable {
    case constant(Double)
    /// Evenly from one value to another.
    case linear(from: Double, to: Double, over: Int, unit: Unit)
    /// By an even factor from one value to another, both above 0.
    case exponential(from: Double, to: Double, over: Int, unit: Unit)

    /// What `over` counts.
    package enum Unit: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
        case generations
        case timesteps

        package var description: String { rawValue }
    }

    package var unit: Unit {
        switch self {
        case .constant: .generations
        case .linear(_, _, _, let unit), .exponential(_, _, _, let unit): unit
        }
    }

    /// The value after so many generations and environment steps; past the end, the last.
    package func value(generation: Int, timesteps: Int) -> Double {
        switch self {
        case .constant(let value): return value
        case .linear(let from, let to, let over, let unit):
            let share = Self.share(unit == .generations ? generation : timesteps, of: over)
            return share == 1 ? to : from + (to - from) * share
        case .exponential(let from, let to, let over, let unit):
            let share = Self.share(unit == .generations ? generation : timesteps, of: over)
            let factor = to / from
            let logarithm =
                factor.isNormal ? Elementary.log(factor) : Elementary.log(to) - Elementary.log(from)
            return share == 1 ? to : from * Elementary.exp(share * logarithm)
        }
    }

    /// The highest value on its way.
    package var most: Double {
        switch self {
        case .constant(let value): value
        case .linear(let from, let to, _, _), .exponential(let from, let to, _, _): max(from, to)
        }
    }

    private static func share(_ done: Int, of over: Int) -> Double { min(Double(done) / Double(over), 1) }
}
