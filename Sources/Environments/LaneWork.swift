/// What works on all lanes of a group in a stage of its own, and may keep something for each of them.
package protocol LaneWork: AnyObject {
    /// What it keeps for a lane goes on in another, whose episode has ended.
    func move(from source: Int, to target: Int) throws

    /// The lane in which it failed last; nil where it does not know.
    var failedLane: Int? { get }

    /// After a step that failed in this lane: its stage, called again, begins behind it and so completes the step.
    func skip(through lane: Int)
}

extension LaneWork {
    package var failedLane: Int? { nil }

    package func skip(through lane: Int) { preconditionFailure("this work does not go on after a failure") }
}
