import Records

/// The draws that make an individual again: how the first of its line was drawn, and every mutation since.
///
/// It is a few bytes a mutation, whatever the size of the genome.
/// - SeeAlso: Such et al. 2017, "Deep neuroevolution", section 3.1, <https://arxiv.org/abs/1712.06567>.
package struct Lineage: Sendable, Hashable {
    /// One draw.
    package struct Step: Sendable, Hashable {
        /// The seed of the run that drew it.
        package let run: UInt64
        /// Whom it was drawn for in that run: a generation and an individual.
        package let subject: UInt64
        /// Strength of a mutation; 0 for the first of a line.
        package let power: Double
        /// Part of each float that the mutation takes away before it adds, below 1; 0 for the first of a line.
        package let decay: Double

        package init(run: UInt64, subject: UInt64, power: Double, decay: Double = 0) {
            self.run = run
            self.subject = subject
            self.power = power
            self.decay = decay
        }
    }

    package let first: Step
    package let mutations: [Step]

    package init(first: Step, mutations: [Step] = []) {
        self.first = first
        self.mutations = mutations
    }

    /// The line of a child.
    func mutated(_ step: Step) -> Lineage { Lineage(first: first, mutations: mutations + [step]) }

    private var steps: [Step] { [first] + mutations }
}

extension Lineage {
    /// Writes lines one after the other.
    package static func save(_ lineages: [Lineage], to archive: inout ArchiveWriter) {
        let steps = lineages.flatMap(\.steps)
        archive.write(lineages.map { Int32($0.mutations.count + 1) }, as: "counts")
        archive.write(steps.map(\.run), as: "runs")
        archive.write(steps.map(\.subject), as: "subjects")
        archive.write(steps.map(\.power), as: "powers")
        if steps.contains(where: { $0.decay > 0 }) { archive.write(steps.map(\.decay), as: "decays") }
    }

    /// Writes it alone, in a scope of its own.
    package func save(to archive: inout ArchiveWriter) { archive.scoped("lineage") { Self.save([self], to: &$0) } }

    /// Whether an archive has one that was written alone.
    package static func isSaved(in archive: ArchiveReader) -> Bool { archive.contains("lineage/counts") }

    /// Reads one that was written alone.
    package init(from archive: ArchiveReader) throws(ArchiveError) {
        let scope = archive.scoped("lineage")
        let lineages = try Self.restore(from: scope)
        guard lineages.count == 1 else { throw scope.invalid("counts", because: "is not one line") }
        self = lineages[0]
    }

    package static func restore(from archive: ArchiveReader) throws(ArchiveError) -> [Lineage] {
        let counts: [Int32] = try archive.values("counts")
        guard counts.allSatisfy({ $0 >= 1 }) else {
            throw archive.invalid("counts", because: "has a line without a first individual")
        }
        let total = counts.reduce(0) { $0 + Int($1) }
        let runs = try archive.values("runs", of: UInt64.self, shape: [total])
        let subjects = try archive.values("subjects", of: UInt64.self, shape: [total])
        let powers = try archive.doubles("powers", shape: [total])
        guard powers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw archive.invalid("powers", because: "has a number that is no strength of a mutation")
        }
        let decays =
            archive.contains("decays")
            ? try archive.doubles("decays", shape: [total]) : [Double](repeating: 0, count: total)
        guard decays.allSatisfy({ (0..<1).contains($0) }) else {
            throw archive.invalid("decays", because: "has a number that is no part of a weight")
        }
        var start = 0
        return counts.map { count in
            let places = start..<start + Int(count)
            start = places.upperBound
            let steps = places.map {
                Step(run: runs[$0], subject: subjects[$0], power: powers[$0], decay: decays[$0])
            }
            return Lineage(first: steps[0], mutations: Array(steps.dropFirst()))
        }
    }
}
