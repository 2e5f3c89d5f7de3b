/// The process that plays a group's episodes has ended, or had to be, and they with it. It is never an individual's fault
/// by itself: whoever steps may have them played again, after `recover`.
package struct LostWorker: Error, Equatable, CustomStringConvertible {
    package let environment: String
    /// What became of it, such as `was ended by signal 9 (SIGKILL)`.
    package let words: String
    /// The lane that it played; nil if it played none.
    package let lane: Int?
    /// Whether it played an episode of another group, whose steps say more.
    package let isOthers: Bool

    /// Whether it was ended, because a call took too long.
    package let isDeadline: Bool

    /// How many that played nothing are replaced, one after the other.
    package static let mostIdle = 3

    package init(environment: String, words: String, lane: Int?, isOthers: Bool = false, isDeadline: Bool = false) {
        (self.environment, self.words, self.lane) = (environment, words, lane)
        (self.isOthers, self.isDeadline) = (isOthers, isDeadline)
    }

    /// The same, of the lane in which the episode is by now.
    func playing(_ lane: Int) -> LostWorker {
        LostWorker(environment: environment, words: words, lane: lane, isOthers: isOthers, isDeadline: isDeadline)
    }

    package var description: String { "\(environment): a worker \(words)" }
}
