import Foundation
import Kernels
import Search
import Testing

@Suite struct `The table of tags in the README` {
    @Test func `has each tag that a run writes once, and no other`() throws {
        let table = try table(in: "README.md", header: "| tag | meaning | unit |")
        let tags =
            `The log of a run`.scalars + `The log of a run`.scriptScalars
            + `The log of a run`.histograms + `The log of a run`.texts + `The log of a run`.changes
        let written = Set(
            tags.map { tag in
                tag.replacing(/^(hidden_0|output)\//, with: "LAYER/").replacing("small.lua", with: "FILE")
            })
        #expect(table.tags.sorted() == written.sorted())
        #expect(table.rows.allSatisfy { $0.split(separator: "|", omittingEmptySubsequences: false).count == 5 })
    }

    @Test func `of the reference for scripts has each figure of a search`() throws {
        let tags = try table(in: "Scripts/README.md", header: "| figure of a search | meaning | search |").tags
        #expect(Set(tags) == (try Set(searches().flatMap { $0.scalars.map(\.tag) })))
        #expect(Set(tags).count == tags.count)
    }

    /// The rows of a table, and the tags in their first columns.
    private func table(in file: String, header: String) throws -> (rows: [Substring], tags: [String]) {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let text = String(decoding: try bytes(of: root + "/" + file), as: UTF8.self)
        let lines = try #require(text.split(separator: header + "\n").last).split(
            separator: "\n", omittingEmptySubsequences: false)
        let rows = lines.dropFirst().prefix { $0.hasPrefix("|") }
        let tags = rows.flatMap { row in
            row.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.1) }
        }
        return (Array(rows), tags)
    }

    /// One of each, once it has learned.
    private func searches() throws -> [any SearchAlgorithm] {
        let problem = Problem(bits: 8, floats: 4)
        var deepGA = DeepGAOptions()
        (deepGA.novelty, deepGA.candidates) = (NoveltyOptions(), 0)
        var ga = GAOptions()
        ga.novelty = NoveltyOptions()
        var nsga2 = NSGA2Options()
        nsga2.novelty = NoveltyOptions()
        let kernels = KernelSet.best
        let searches: [any SearchAlgorithm] = [
            NES(problem: problem, options: NESOptions(), seed: 1, kernels: kernels),
            ES(problem: problem, options: ESOptions(), seed: 1, kernels: kernels),
            NoveltyES(problem: problem, options: NoveltyESOptions(), seed: 1, kernels: kernels),
            DeepGA(problem: problem, options: deepGA, seed: 1, kernels: kernels),
            GA(
                problem: problem, options: ga, selection: TruncationSelection(size: 3), seed: 1,
                kernels: kernels),
            NSGA2(problem: problem, options: nsga2, seed: 1, kernels: kernels),
        ]
        for search in searches { try learn(search) }
        return searches
    }

    private func learn(_ search: any SearchAlgorithm) throws {
        var takesMore = true
        while takesMore {
            let count = try search.ask(generation: 0).recipes.count
            let evaluations = Evaluations(individuals: count, episodes: 1)
            for individual in 0..<count { evaluations.returns[individual] = Double(individual) }
            evaluations.behaviors = (0..<count).map { [Double($0)] }
            evaluations.objectives = (0..<count).map { [-Double($0)] }
            takesMore = try search.tell(evaluations, generation: 0, parallel: InTurn())
        }
    }
}
