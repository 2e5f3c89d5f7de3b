/// One thing that a check looked at.
package struct Finding: Equatable {
    package let isGood: Bool
    package let text: String

    /// A line, indented.
    var line: String { "  \(isGood ? "ok  " : "bad ")  \(text)" }
}
