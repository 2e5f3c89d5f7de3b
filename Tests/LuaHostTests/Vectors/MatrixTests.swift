import LuaHost
import Testing

@Suite struct `A matrix` {
    /// Rows, columns of the first, columns of the second; some past the size of a block.
    private static let shapes = [
        (1, 1, 1), (2, 3, 4), (3, 0, 2), (0, 3, 2), (3, 2, 0), (5, 64, 3), (7, 65, 9), (4, 131, 17), (33, 30, 31),
    ]

    @Test func `multiplies as plain Swift does, along the inner index`() throws {
        for (seed, (rows, inner, columns)) in Self.shapes.enumerated() {
            var random = SplitMix(seed: UInt64(seed))
            let a = randomNumbers(rows * inner, &random)
            let b = randomNumbers(inner * columns, &random)
            let x = randomNumbers(inner, &random)
            let y = randomNumbers(rows, &random)
            func product(_ row: Int, _ column: Int) -> Double {
                (0..<inner).reduce(0) { $0 + a[row * inner + $1] * b[$1 * columns + column] }
            }
            let expected: [LuaValue] = [
                .matrix((0..<rows * columns).map { product($0 / columns, $0 % columns) }, rows: rows, columns: columns),
                .floats((0..<rows).map { row in orderedSum((0..<inner).map { a[row * inner + $0] * x[$0] }) }),
                .floats((0..<inner).map { column in (0..<rows).reduce(0) { $0 + y[$1] * a[$1 * inner + column] } }),
            ]
            let results = try apply(
                "function(a, b, x, y) return a:product(b), a:product(x), a:transposed_product(y) end",
                .matrix(a, rows: rows, columns: inner), .matrix(b, rows: inner, columns: columns), .floats(x),
                .floats(y))
            #expect(results == expected, "\(rows) x \(inner) x \(columns), seed \(seed)")
        }
    }

    @Test func `changes and gives its parts as plain Swift does`() throws {
        for (seed, (rows, columns, _)) in Self.shapes.enumerated() {
            var random = SplitMix(seed: UInt64(seed))
            let a = randomNumbers(rows * columns, &random)
            let b = randomNumbers(rows * columns, &random)
            let x = randomNumbers(rows, &random)
            let y = randomNumbers(columns, &random)
            let transposed = (0..<rows * columns).map { a[$0 % rows * columns + $0 / rows] }
            let expected: [(String, LuaValue)] = [
                ("transpose()", .matrix(transposed, rows: columns, columns: rows)),
                ("copy():scale(3)", .matrix(a.map { $0 * 3 }, rows: rows, columns: columns)),
                ("copy():axpy(0.1, b)", .matrix(zip(a, b).map { $0 + 0.1 * $1 }, rows: rows, columns: columns)),
                (
                    "copy():rank_one(0.7, x, y)",
                    .matrix(
                        a.indices.map { a[$0] + 0.7 * x[$0 / columns] * y[$0 % columns] }, rows: rows, columns: columns)
                ),
                ("diagonal()", .floats((0..<min(rows, columns)).map { a[$0 * columns + $0] })),
            ]
            for (call, value) in expected {
                let results = try apply(
                    "function(a, b, x, y) return a:\(call) end", .matrix(a, rows: rows, columns: columns),
                    .matrix(b, rows: rows, columns: columns), .floats(x), .floats(y))
                #expect(results == [value], "\(call), seed \(seed)")
            }
            let function = """
                function(a)
                  local copy, list = genome.matrix(a:rows(), a:columns()), {}
                  for i = 1, a:rows() do
                    list[i] = a:row(i):list()
                    for j = 1, a:columns() do
                      copy:set(i, j, a:get(i, j))
                      assert(a:row(i)[j] == a:get(i, j) and a:column(j)[i] == a:get(i, j))
                    end
                  end
                  return copy, a:rows() > 0 and genome.matrix(list) or a
                end
                """
            let same = LuaValue.matrix(a, rows: rows, columns: columns)
            #expect(try apply(function, same) == [same, same], "seed \(seed)")
        }
    }

    @Test func `stays symmetric when a vector's own product is added`() throws {
        for seed in UInt64(1)...20 {
            var random = SplitMix(seed: seed)
            let size = Int.random(in: 1...40, using: &random)
            let function = """
                function(x, y)
                  local m = genome.matrix(#x, #x):rank_one(0.3, x):rank_one(1 / 3, y, y):scale(0.9)
                  local t = m:transpose()
                  for i = 1, #x do for j = 1, #x do assert(m:get(i, j) == t:get(i, j)) end end
                  return m:get(1, #x)
                end
                """
            let x = randomNumbers(size, &random)
            let y = randomNumbers(size, &random)
            let expected = (0.3 * x[0] * x[size - 1] + 1.0 / 3 * y[0] * y[size - 1]) * 0.9
            #expect(try apply(function, .floats(x), .floats(y)) == [.number(expected)], "seed \(seed)")
        }
    }
}
