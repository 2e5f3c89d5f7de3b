import Records

extension ArchiveReader {
    /// A count that is at least so large and fits 32 bits.
    func count(_ name: String, atLeast least: Int) throws(ArchiveError) -> Int {
        let value: Int64 = try self.value(name)
        guard value >= Int64(least) && value <= Int64(Int32.max) else {
            throw invalid(name, because: "is \(value); it must be at least \(least)")
        }
        return Int(value)
    }
}
