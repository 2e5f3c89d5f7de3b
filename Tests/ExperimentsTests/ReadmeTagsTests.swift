import Foundation
import Testing

@Suite struct `The table of tags in the README` {
    @Test func `has each tag that a run writes once, and no other`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let readme = String(decoding: try bytes(of: root + "/README.md"), as: UTF8.self)
        let table = try #require(readme.split(separator: "| tag | meaning | unit |\n").last)
        let rows = table.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().prefix {
            $0.hasPrefix("|")
        }
        let documented = rows.flatMap { row in
            row.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.1) }
        }
        let tags =
            `The log of a run`.scalars + `The log of a run`.scriptScalars
            + `The log of a run`.histograms + `The log of a run`.texts + `The log of a run`.changes
        let written = Set(
            tags.map { tag in
                tag.replacing(/^(hidden_0|output)\//, with: "LAYER/").replacing("small.lua", with: "FILE")
            })
        #expect(documented.sorted() == written.sorted())
        #expect(rows.allSatisfy { $0.split(separator: "|", omittingEmptySubsequences: false).count == 5 })
    }
}
