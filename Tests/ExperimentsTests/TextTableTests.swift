import Testing

@testable import Experiments

@Suite struct `A table of text` {
    @Test func `is as wide as its widest entries, and has nothing at the ends of its lines`() {
        var table = TextTable([("name", .left), ("n", .right), ("note", .left)])
        table.append(["ü", "100", ""])
        table.append(["longer", "7", "a b"])
        #expect(
            table.lines
                == [
                    "name      n  note",
                    "ü       100  ",
                    "longer    7  a b",
                ].map { line in String(line.reversed().drop { $0 == " " }.reversed()) })
    }

    @Test func `moves no cursor`() {
        var table = TextTable([("a", .left)])
        table.append(["x\u{1b}[2J\r\ny\u{202e}z"])
        #expect(table.lines == ["a", "x\u{fffd}[2J\u{fffd}\u{fffd}y\u{fffd}z"])
    }
}
