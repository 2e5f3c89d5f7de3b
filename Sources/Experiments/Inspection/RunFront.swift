import Networks
import Records
import Rollouts
import Search

/// The first front of a run of `genome.nsga2`, as its last checkpoint holds it.
package struct RunFront: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        /// Fitness, and the further objectives that came with it.
        package let objectives: [Double]
        /// Where novelty is an objective.
        package let novelty: Double?
        /// How many of the front are alike in these; the first of them stands for all.
        package fileprivate(set) var individuals = 1
        fileprivate let bits: [UInt64]
        fileprivate let floats: [Float]
    }

    /// The folder of the run.
    private let run: String
    /// After which it was the front, counted from 0.
    private let generation: Int
    /// By fitness, the highest first.
    package let members: [Member]

    /// - Parameter path: The folder of a run.
    /// - Throws: `ExperimentError` or `ArchiveError`.
    package init(ofRun path: String) throws {
        try RunRecord.check(path)
        guard let checkpoint = try CheckpointFiles(path).newest() else { throw ExperimentError.noFrontYet(path: path) }
        let search: String = try checkpoint.value("experiment/search")
        guard search.hasPrefix("nsga2(") else { throw ExperimentError.noFront(path: path) }
        run = path
        generation = try checkpoint.count("generation", atLeast: 0) - 1
        members = try Self.members(of: checkpoint.scoped("search"))
        if members.isEmpty { throw ExperimentError.noFrontYet(path: path) }
    }

    private static func members(of search: ArchiveReader) throws(ArchiveError) -> [Member] {
        let count = try search.count("front", atLeast: 0)
        let hasNovelty = search.contains("behaviors")
        let ratings = try search.firstRows(count, of: "objectives", Double.self)
        let bits = try search.firstRows(count, of: "bits", UInt64.self)
        let floats = try search.firstRows(count, of: "floats", Float.self)
        let members = ratings.indices.map { member in
            Member(
                objectives: hasNovelty ? ratings[member].dropLast() : ratings[member],
                novelty: hasNovelty ? ratings[member].last : nil, bits: bits[member], floats: floats[member])
        }
        return alike(members.map { $0.objectives.first ?? 0 }.descendingOrder.map { members[$0] })
    }

    /// One for each set of objectives, in the order in which they first come.
    private static func alike(_ members: [Member]) -> [Member] {
        var (kept, places): ([Member], [[Double]: Int]) = ([], [:])
        for member in members {
            let objectives = member.objectives + (member.novelty.map { [$0] } ?? [])
            if let place = places[objectives] {
                kept[place].individuals += 1
            } else {
                places[objectives] = kept.count
                kept.append(member)
            }
        }
        return kept
    }
}

// MARK: Files

extension RunFront {
    /// Writes the members, each as a file that is evaluated as the run's policy or solution is: `front-1`, `front-2`, …
    /// - Throws: `ExperimentError`, `ArchiveError` or `FileError`.
    package func save(to folder: String) throws {
        try FileSystem.createFolders(folder)
        if let other = try FileSystem.names(in: folder).sorted().first(where: { $0.hasPrefix(Self.prefix) }) {
            throw ExperimentError.frontIsThere(path: folder, file: other)
        }
        let solution = "\(run)/solution"
        if FileSystem.exists(solution) {
            try saveSolutions(of: SolutionFile(readFrom: solution).variables, to: folder)
        } else {
            try savePolicies(like: PolicyEvaluation.file(run).0, to: folder)
        }
    }

    private static let prefix = "front-"

    private func saveSolutions(of variables: Variables, to folder: String) throws {
        for (index, member) in members.enumerated() {
            let genome = try genome(of: member, bits: variables.bits, floats: variables.floats)
            let file = SolutionFile(genome, variables, fitness: member.objectives[0], generation: generation)
            try file.write(to: "\(folder)/\(Self.prefix)\(index + 1)")
        }
    }

    /// - Parameter policy: That of the run's last test.
    private func savePolicies(like policy: PolicyFile, to folder: String) throws {
        let (shape, test) = (policy.policy.shape, policy.test)
        for (index, member) in members.enumerated() {
            let genome = try genome(of: member, bits: shape.network.bitCount, floats: shape.network.floatCount)
            // Not tested: its fitness stands in place of a test's mean.
            let rating = PolicyTest(
                recipe: .explicit(genome), generation: test.generation, episodes: test.episodes,
                meanReturn: member.objectives[0], sharedValues: test.sharedValues, normalization: test.normalization)
            let file = PolicyFile(
                test: rating, policy: Policy(shape: shape, genome: genome, normalization: test.normalization),
                environment: policy.environment, maxSteps: policy.maxSteps, seed: policy.seed)
            try file.write(to: "\(folder)/\(Self.prefix)\(index + 1)")
        }
    }

    private func genome(of member: Member, bits: Int, floats: Int) throws(ArchiveError) -> Genome {
        let genome = Genome(bitCount: bits, floatCount: floats)
        guard member.bits.count == genome.bits.count, member.floats.count == floats else {
            throw ArchiveError(
                path: run, problem: .invalid(name: "search/bits", reason: "does not fit what the run has saved"))
        }
        genome.bits.copy(from: member.bits)
        genome.floats.copy(from: member.floats)
        return genome
    }
}

extension ArchiveReader {
    /// The first rows of an array of two dimensions.
    fileprivate func firstRows<Element: ArchiveElement>(
        _ count: Int, of name: String, _ type: Element.Type
    ) throws(ArchiveError) -> [[Element]] {
        let shape = try shape(of: name)
        guard shape.count == 2, shape[0] >= count else {
            throw invalid(name, because: "has the shape \(shape), but the front has \(count) members")
        }
        let values = try values(name, of: type, shape: shape)
        return (0..<count).map { Array(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }
}
