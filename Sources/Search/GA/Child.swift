/// Who has a child, and whose draws make it.
struct Child: Sendable {
    /// A survivor.
    let first: Int
    /// Another, if it has two parents.
    let second: Int?
    /// The child's address.
    let subject: UInt64
}
