/// Numbers of individuals as messages list them.
enum NumberText {
    /// `individual 3`, or `individuals 1, 3 to 7 and 12`.
    /// - Parameter numbers: Ascending, at least one; of equal ones, one is listed.
    static func individuals(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, number <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let parts = ranges.flatMap { range in
            switch range.count {
            case 1: ["\(range.lowerBound)"]
            case 2: ["\(range.lowerBound)", "\(range.upperBound)"]
            default: ["\(range.lowerBound) to \(range.upperBound)"]
            }
        }
        let isOne = ranges.count == 1 && ranges[0].count == 1
        let list = parts.count == 1 ? parts[0] : parts.dropLast().joined(separator: ", ") + " and " + parts.last!
        return (isOne ? "individual " : "individuals ") + list
    }
}
