import Search

extension Schedule {
    /// A number, or what `genome.linear` or `genome.exponential` describes.
    init(describing value: DescriptionValue) {
        guard let schedule = value.described else {
            self = .constant(value.number!)
            return
        }
        let (from, to) = (schedule.number("from")!, schedule.number("to")!)
        let (over, unit) = (schedule.integer("over")!, Unit(rawValue: schedule.text("unit")!)!)
        switch schedule.constructor {
        case "linear": self = .linear(from: from, to: to, over: over, unit: unit)
        case "exponential": self = .exponential(from: from, to: to, over: over, unit: unit)
        default: preconditionFailure("no schedule is made by genome.\(schedule.constructor)")
        }
    }
}
