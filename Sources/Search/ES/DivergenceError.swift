/// A search whose numbers have left what float32 holds.
package struct DivergenceError: Error, Equatable, CustomStringConvertible {
    package init() {}

    package var description: String {
        "the center of the search has left what float32 holds; lower learning_rate, or raise weight_decay"
    }
}
