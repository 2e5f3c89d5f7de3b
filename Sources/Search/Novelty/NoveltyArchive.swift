import Records

/// Behaviors that were seen before, the newest of them, and how far from them others are.
/// - SeeAlso: Lehman and Stanley 2011, "Abandoning objectives", <https://doi.org/10.1162/EVCO_a_00025>.
struct NoveltyArchive: Checkpointable {
    /// Nearest behaviors whose mean distance is the novelty of another, at least 1.
    let neighbors: Int
    /// The most behaviors that it keeps, at least 1: past these the oldest leave.
    let capacity: Int
    /// One after the other, `size` numbers each.
    private var numbers: [Double] = []
    /// The place of the oldest behavior, which the next one takes where the archive is full.
    private var oldest = 0
    /// Numbers of a behavior; 0 before the first.
    private(set) var size = 0

    init(neighbors: Int, capacity: Int) {
        self.neighbors = neighbors
        self.capacity = capacity
    }

    var count: Int { size == 0 ? 0 : numbers.count / size }

    /// - Throws: `NoveltyError.otherSize`.
    mutating func add(_ behavior: [Double]) throws(NoveltyError) {
        guard size == 0 || behavior.count == size else { throw .otherSize(got: behavior.count, expected: size) }
        size = behavior.count
        guard count == capacity else {
            numbers += behavior
            return
        }
        numbers.replaceSubrange(oldest * size..<(oldest + 1) * size, with: behavior)
        oldest = (oldest + 1) % capacity
    }

    /// - Parameter behaviors: Empty where one is not known.
    /// - Throws: `NoveltyError.otherSize` if one cannot be compared with those that are kept, or with the others.
    func check(_ behaviors: [[Double]]) throws(NoveltyError) {
        let size = size > 0 ? size : behaviors.size
        if let other = behaviors.first(where: { !$0.isEmpty && $0.count != size }) {
            throw .otherSize(got: other.count, expected: size)
        }
    }

    /// Mean distance to the nearest behaviors of the archive and of others: so many as there are, if fewer; 0 without
    /// any.
    /// - Parameter others: Further behaviors, empty where one is not known; the one at `place` is itself. Neither counts.
    func novelty(of behavior: [Double], among others: [[Double]] = [], except place: Int? = nil) -> Double {
        precondition(count == 0 || behavior.count == size, "a behavior of \(behavior.count) numbers, not \(size)")
        var nearest = Nearest(count: neighbors)
        for entry in 0..<count {
            var square = 0.0
            for index in 0..<size {
                let difference = numbers[entry * size + index] - behavior[index]
                square += difference * difference
            }
            nearest.add(square)
        }
        for (index, other) in others.enumerated() where index != place && !other.isEmpty {
            nearest.add(zip(other, behavior).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
        }
        guard !nearest.squares.isEmpty else { return 0 }
        return nearest.squares.reduce(0) { $0 + $1.squareRoot() } / Double(nearest.squares.count)
    }

    /// The least of many squares of distances, in ascending order.
    private struct Nearest {
        private(set) var squares: [Double] = []
        private let count: Int

        init(count: Int) { self.count = count }

        mutating func add(_ square: Double) {
            if squares.count == count {
                guard square < squares[count - 1] else { return }
                squares.removeLast()
            }
            var place = squares.count
            while place > 0 && squares[place - 1] > square { place -= 1 }
            squares.insert(square, at: place)
        }
    }

    /// Writes them from the oldest to the newest.
    func save(to archive: inout ArchiveWriter) {
        let inOrder = numbers[(oldest * size)...] + numbers[..<(oldest * size)]
        archive.write(Array(inOrder), as: "behaviors", shape: [count, size])
    }

    /// Takes over the newest, as many as it keeps: an archive that was saved may have kept more.
    mutating func restore(from archive: ArchiveReader) throws(ArchiveError) {
        let shape = try archive.shape(of: "behaviors")
        guard shape.count == 2 else { throw archive.invalid("behaviors", because: "has the shape \(shape)") }
        let saved = try archive.doubles("behaviors", shape: shape)
        guard saved.allSatisfy(BehaviorRange.contains) else {
            throw archive.invalid("behaviors", because: "has a number that is not compared")
        }
        size = shape[1]
        numbers = saved.suffix(min(shape[0], capacity) * size)
        oldest = 0
    }
}

/// What keeps behaviors from being compared.
package enum NoveltyError: Error, Equatable, CustomStringConvertible {
    /// Individuals count from 1.
    case noBehavior(individual: Int)
    case otherSize(got: Int, expected: Int)
    /// Individuals and values count from 1.
    case tooFar(individual: Int, value: Int, got: Double)

    package var description: String {
        switch self {
        case .noBehavior(let individual):
            """
            novelty: individual \(individual) has no behavior; give the experiment a function behavior, or its \
            environment a method of that name
            """
        case .otherSize(let got, let expected):
            "novelty: a behavior has \(got) numbers, but those before it had \(expected)"
        case .tooFar(let individual, let value, let got):
            """
            novelty: value \(value) of the behavior of individual \(individual) is \(got); it must be within \
            -\(BehaviorRange.most) ... \(BehaviorRange.most), where distances are finite
            """
        }
    }
}

extension Evaluations {
    /// What each individual did; empty for one whose episodes all failed.
    /// - Throws: `NoveltyError` if that is not known of another, has other numbers than that of another, or such as are
    ///   not compared.
    func comparableBehaviors() throws(NoveltyError) -> [[Double]] {
        let behaviors = meanBehaviors()
        guard !behaviors.isEmpty else { throw .noBehavior(individual: 1) }
        let size = behaviors.size
        for (individual, behavior) in behaviors.enumerated() {
            guard !behavior.isEmpty else {
                if hasFailed(individual) { continue }
                throw .noBehavior(individual: individual + 1)
            }
            guard behavior.count == size else { throw .otherSize(got: behavior.count, expected: size) }
            if let far = behavior.firstIndex(where: { !BehaviorRange.contains($0) }) {
                throw .tooFar(individual: individual + 1, value: far + 1, got: behavior[far])
            }
        }
        return behaviors
    }
}
