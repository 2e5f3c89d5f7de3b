/// Bounds of values: one for all, or one for each.
package struct Bounds: Sendable, Hashable {
    package let low: [Double]
    package let high: [Double]

    package init(low: [Double], high: [Double]) {
        self.low = low
        self.high = high
    }

    /// Bounds of each of `values` values.
    /// - Parameters:
    ///   - part: What has them as options, for messages: `encoder`.
    ///   - owner: What has the values: `an observation`.
    func spread(over values: Int, _ part: String, _ owner: String) throws(ExperimentError) -> Bounds {
        func spread(_ bounds: [Double], _ name: String) throws(ExperimentError) -> [Double] {
            if bounds.count == 1 { return Array(repeating: bounds[0], count: values) }
            guard bounds.count == values else {
                throw .size(part: part, option: name, got: bounds.count, owner: owner, values: values)
            }
            return bounds
        }
        return Bounds(low: try spread(low, "low"), high: try spread(high, "high"))
    }
}
