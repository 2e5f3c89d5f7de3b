/// State that survives an interruption: saved into an archive, and restored to the same bits.
///
/// What is saved depends on the state alone: no clock, no address, no dictionary's order.
package protocol Checkpointable {
    /// Writes the state under names of its own; the caller chose the scope.
    /// - Throws: What cannot be saved, where a script has a part in the state.
    func save(to archive: inout ArchiveWriter) throws

    /// Takes the state over from an archive, from the same scope.
    /// - Throws: ``ArchiveError``, also for values that are no valid state (``ArchiveReader/invalid(_:because:)``). The
    ///   state is then unspecified, and must not be used.
    mutating func restore(from archive: ArchiveReader) throws(ArchiveError)
}
