import Synchronization

/// Hands out a plan's jobs, each to one of those who ask.
package protocol JobSource: AnyObject {
    /// The next jobs, at most so many, or nil if none is left.
    func take(_ most: Int) -> Range<Int>?

    /// About how many are left.
    var left: Int { get }
}

extension JobSource {
    /// The next job, or nil if none is left.
    package func take() -> Int? { take(1)?.lowerBound }
}

/// Hands out the indices `0 ..< count`, each once, to any thread.
package final class WorkCounter: JobSource, Sendable {
    package let count: Int
    private let next = Atomic(0)

    package init(_ count: Int) { self.count = count }

    package func take(_ most: Int) -> Range<Int>? {
        guard next.load(ordering: .relaxed) < count else { return nil }
        let first = next.wrappingAdd(most, ordering: .relaxed).oldValue
        return first < count ? first..<min(first + most, count) : nil
    }

    /// Those that nobody has taken.
    package var left: Int { max(count - next.load(ordering: .relaxed), 0) }

    /// Hands out nothing more.
    package func stop() { next.store(count, ordering: .relaxed) }
}
