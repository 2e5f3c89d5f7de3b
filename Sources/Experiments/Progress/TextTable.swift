/// Columns of text, each as wide as its widest entry.
struct TextTable {
    enum Alignment { case left, right }

    private let header: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []
    private var widths: [Int]

    init(_ columns: [(title: String, alignment: Alignment)]) {
        header = columns.map(\.title)
        alignments = columns.map(\.alignment)
        widths = header.map(\.count)
    }

    /// - Parameter cells: One for each column; control characters are shown as U+FFFD.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == header.count, "\(cells.count) cells")
        let row = cells.map(Self.printable)
        for (column, cell) in row.enumerated() { widths[column] = max(widths[column], Self.width(cell)) }
        rows.append(row)
    }

    /// The titles, and a line for each row.
    var lines: [String] {
        ([header] + rows).map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
                let isLast = column == row.count - 1
                line += column == 0 ? "" : "  "
                line += alignments[column] == .right ? padding + cell : isLast ? cell : cell + padding
            }
            while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
            return line
        }
    }

    private static func width(_ text: String) -> Int { isPlain(text) ? text.utf8.count : text.count }

    /// Whether there is nothing in it but printable ASCII, as a rule.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } }

    /// A text in which nothing moves a terminal's cursor.
    static func printable(_ text: String) -> String {
        if isPlain(text) { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                        ? "\u{fffd}" : $0
                }))
    }
}
