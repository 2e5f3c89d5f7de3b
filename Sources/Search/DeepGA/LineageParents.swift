import Networks

/// The parents of a generation: their lineages, and each written out once, for all threads to read.
///
/// The next generation's parents take the places of these, so that memory does not grow with the number of mutations or
/// of individuals.
struct LineageParents {
    private(set) var lineages: [Lineage] = []
    /// As many as there ever were parents at a time; the first `lineages.count` are theirs.
    private(set) var genomes: [Genome] = []
    private let noise: LineageNoise

    /// A parent to come: a parent of now as it is, or mutated; or an individual drawn anew.
    enum Successor {
        case kept(Int)
        case mutated(Int, Lineage.Step)
        case first(Lineage.Step)
    }

    init(noise: LineageNoise) { self.noise = noise }

    /// Writes lineages out.
    init(_ lineages: [Lineage], noise: LineageNoise) {
        self.init(noise: noise)
        self.lineages = lineages
        genomes = lineages.map { lineage in
            let genome = noise.problem.makeGenome()
            noise.express(lineage, into: genome)
            return genome
        }
    }

    /// Makes way for the next parents.
    mutating func renew(_ successors: [Successor], _ parallel: any Parallel) {
        let lines = successors.map { successor in
            switch successor {
            case .kept(let parent): lineages[parent]
            case .mutated(let parent, let step): lineages[parent].mutated(step)
            case .first(let step): Lineage(first: step)
            }
        }
        // The first child of a parent takes its place, once all others are written elsewhere.
        var heirs: [Int?] = Array(repeating: nil, count: genomes.count)
        for (index, successor) in successors.enumerated() {
            if let parent = successor.parent, heirs[parent] == nil { heirs[parent] = index }
        }
        var free = heirs.indices.filter { heirs[$0] == nil }.map { genomes[$0] }
        var places: [Genome?] = Array(repeating: nil, count: successors.count)
        for (parent, heir) in heirs.enumerated() { if let heir { places[heir] = genomes[parent] } }
        let others = successors.indices.filter { places[$0] == nil }
        for index in others { places[index] = free.popLast() ?? noise.problem.makeGenome() }
        let written = places.map { $0! }
        let (noise, old) = (noise, genomes)
        func write(_ indices: [Int]) {
            parallel.forEach(indices.count) { successors[indices[$0]].write(written[indices[$0]], from: old, noise) }
        }
        write(others)
        write(heirs.compactMap(\.self))
        lineages = lines
        genomes = written + free
    }
}

extension LineageParents.Successor {
    fileprivate var parent: Int? {
        switch self {
        case .kept(let parent), .mutated(let parent, _): parent
        case .first: nil
        }
    }

    fileprivate func write(_ genome: Genome, from parents: [Genome], _ noise: LineageNoise) {
        switch self {
        case .kept(let parent): if parents[parent] !== genome { genome.copy(from: parents[parent]) }
        case .mutated(let parent, let step): noise.mutate(parents[parent], step, into: genome)
        case .first(let step): noise.express(Lineage(first: step), into: genome)
        }
    }
}
