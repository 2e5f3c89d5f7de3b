import Records

/// Behaviors of individuals, empty where one is not known as its episodes failed.
extension [[Double]] {
    /// How novel each is; one that is not known is as novel as the least novel of the others, or 0.
    func novelties(_ novelty: (_ place: Int, _ behavior: [Double]) -> Double) -> [Double] {
        let known = enumerated().map { $1.isEmpty ? nil : novelty($0, $1) }
        let lowest = known.reduce(.infinity) { Swift.min($0, $1 ?? .infinity) }
        return known.map { $0 ?? (lowest.isFinite ? lowest : 0) }
    }

    /// Numbers of each that is known; 0 if none is.
    var size: Int { first { !$0.isEmpty }?.count ?? 0 }

    /// Writes a row for each; one that is not known has no numbers, but NaN in their place.
    func save(size: Int, to archive: inout ArchiveWriter) {
        let rows = flatMap { $0.isEmpty ? [Double](repeating: .nan, count: size) : $0 }
        archive.write(rows, as: "behaviors", shape: [count, size])
    }

    /// - Parameter size: Of each that is known; as it is found if nil.
    init(count: Int, size: Int? = nil, from archive: ArchiveReader) throws(ArchiveError) {
        let shape = try archive.shape(of: "behaviors")
        guard shape.count == 2, shape[0] == count, size == nil || shape[1] == size else {
            let individuals = "\(count) individuals" + (size.map { " of \($0) numbers" } ?? "")
            throw archive.invalid("behaviors", because: "has the shape \(shape), which does not fit \(individuals)")
        }
        let numbers = try archive.doubles("behaviors", shape: shape)
        self = shape[1] == 0 ? Self(repeating: [], count: count) : []
        for start in stride(from: 0, to: count * shape[1], by: Swift.max(shape[1], 1)) {
            let row = [Double](numbers[start..<start + shape[1]])
            let isKnown = row.allSatisfy(BehaviorRange.contains)
            guard isKnown || row.allSatisfy(\.isNaN) else {
                throw archive.invalid("behaviors", because: "has a number that is not compared")
            }
            append(isKnown ? row : [])
        }
    }
}
