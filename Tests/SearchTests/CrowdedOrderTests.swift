import Foundation
import TestSupport
import Testing

@testable import Search

/// Fronts and crowding as they are defined, in no hurry.
enum NaiveCrowdedOrder {
    static func dominates(_ first: [Double], _ second: [Double]) -> Bool {
        zip(first, second).allSatisfy { $0 >= $1 } && zip(first, second).contains { $0 > $1 }
    }

    /// Takes away, again and again, those that nobody left dominates.
    static func fronts(_ rows: [[Double]]) -> [[Int]] {
        var left = Array(rows.indices)
        var fronts: [[Int]] = []
        while !left.isEmpty {
            let front = left.filter { one in !left.contains { dominates(rows[$0], rows[one]) } }
            fronts.append(front)
            left.removeAll { front.contains($0) }
        }
        return fronts
    }

    /// Of rows no two of which are alike in an objective.
    static func crowding(_ rows: [[Double]], _ front: [Int]) -> [Double] {
        front.map { one in
            rows[one].indices.reduce(0) { sum, objective in
                let others = front.map { rows[$0][objective] }
                let mine = rows[one][objective]
                guard let above = others.filter({ $0 > mine }).min(), let below = others.filter({ $0 < mine }).max()
                else { return front.count == 1 ? sum : .infinity }
                return sum + (above - below) / (others.max()! - others.min()!)
            }
        }
    }

    /// The best so many, in order; ties by index.
    static func best(_ count: Int, of rows: [[Double]]) -> [Int] {
        var order: [Int] = []
        for front in fronts(rows) {
            let crowding = crowding(rows, front)
            order += front.indices.sorted { (-crowding[$0], $0) < (-crowding[$1], $1) }.map { front[$0] }
        }
        return Array(order.prefix(count))
    }
}

/// What Tests/Python/nsga2_reference.py recorded of DEAP.
struct DEAPCase: Decodable, Sendable {
    let objectives: [[Double]]
    let fronts: [[Int]]
    /// Nil where individuals tie; nil is infinite.
    let crowding: [Double?]?
    /// The half that goes on; nil where that is a matter of ties.
    let survivors: [Int]?

    static let all: [DEAPCase] = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Python/nsga2_reference.json")
        do {
            return try JSONDecoder().decode([DEAPCase].self, from: Data(contentsOf: file))
        } catch {
            preconditionFailure("\(file.path()): \(error)")
        }
    }()
}

@Suite struct `The crowded order` {
    @Test func `is DEAP's`() {
        #expect(DEAPCase.all.count == 25)
        for (number, reference) in DEAPCase.all.enumerated() {
            let table = ObjectiveTable(reference.objectives)
            #expect(table.fronts() == reference.fronts, "case \(number)")
            guard let crowding = reference.crowding else { continue }
            for front in table.fronts() where front.count > 1 {
                for (one, distance) in zip(front, table.crowdingDistances(of: front)) {
                    let expected = crowding[one] ?? .infinity
                    #expect(distance == expected || abs(distance - expected) < 1e-12 * expected, "case \(number)")
                }
            }
            let (order, front) = table.crowdedOrder()
            #expect(front == reference.fronts[0].count)
            guard let survivors = reference.survivors else { continue }
            #expect(order.prefix(order.count / 2).sorted() == survivors, "case \(number)")
        }
    }

    @Test(arguments: 1...40) func `has the fronts of their definition, ties and equals among them`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let (count, width) = (Int.random(in: 1...50, using: &random), Int.random(in: 1...4, using: &random))
        let rows = (0..<count).map { _ in
            (0..<width).map { _ in Double(Int.random(in: -3...3, using: &random)) }
        }
        #expect(ObjectiveTable(rows).fronts() == NaiveCrowdedOrder.fronts(rows), "seed \(seed)")
    }

    @Test(arguments: 1...20) func `has the crowding of its definition`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let rows = (0..<40).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &random) } }
        let table = ObjectiveTable(rows)
        for front in table.fronts() {
            for (mine, its) in zip(table.crowdingDistances(of: front), NaiveCrowdedOrder.crowding(rows, front)) {
                #expect(mine == its || abs(mine - its) < 1e-12, "seed \(seed)")
            }
        }
        #expect(Array(table.crowdedOrder().order.prefix(17)) == NaiveCrowdedOrder.best(17, of: rows), "seed \(seed)")
    }

    @Test func `breaks ties by index, and gives equals no room`() {
        let table = ObjectiveTable([[1, 1], [1, 1], [2, 0], [0, 2], [1, 1], [0, 0]])
        #expect(table.fronts() == [[0, 1, 2, 3, 4], [5]])
        #expect(table.crowdingDistances(of: [0, 1, 2, 3, 4]) == [1, 0, .infinity, .infinity, 1])
        #expect(table.crowdedOrder().order == [2, 3, 0, 4, 1, 5])
        #expect(ObjectiveTable([[3, 3], [3, 3]]).crowdingDistances(of: [0, 1]) == [0, 0])
    }

    @Test func `takes the largest numbers that there are`() {
        let most = Double.greatestFiniteMagnitude
        let table = ObjectiveTable([[most, -most], [0, 0], [-most, most], [most / 2, -most / 2]])
        #expect(table.crowdedOrder() == (order: [0, 2, 1, 3], front: 4))
        #expect(table.crowdingDistances(of: [0, 1, 2, 3]) == [.infinity, 1.5, .infinity, 1])
    }
}
