/// What a description stands for, and so where it may be used.
package enum Role: String, Hashable, Sendable, CaseIterable {
    case experiment
    case search
    case optimizer
    case network
    case encoder
    case decoder

    /// Its class in the definitions for editors.
    var className: String {
        "genome." + rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
}
