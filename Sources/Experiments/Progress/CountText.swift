/// A number of things, in words.
package enum CountText {
    /// "1 thread", "2 threads".
    /// - Parameter noun: In the singular; its plural ends in "s".
    package static func of(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }
}
