/// Which numbers of behaviors are compared: the squares of their differences, and sums of these, are finite.
enum BehaviorRange {
    static let most = 1e150

    static func contains(_ number: Double) -> Bool { abs(number) <= most }
}
