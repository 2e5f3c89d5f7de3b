import GenomeLua
import Testing

/// The types in comments of LuaCATS, as far as the definition file uses them: names, `|`, `[]`, `?`, texts in quotes,
/// `fun(name: type, …): type, …`, `{ name: type, … }` and `table<type, type>`.
private struct TypeReader {
    private var rest: Substring
    private(set) var names: [String] = []

    /// Names of the types in `text`, which begins with one; what follows it is left.
    init(_ text: Substring) throws(Malformed) {
        rest = text
        try readUnion()
    }

    struct Malformed: Error {
        let at: String
    }

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ mark: String) -> Bool {
        skipSpaces()
        guard rest.hasPrefix(mark) else { return false }
        rest.removeFirst(mark.count)
        return true
    }

    private mutating func expect(_ mark: String) throws(Malformed) {
        guard take(mark) else { throw Malformed(at: String(rest)) }
    }

    private mutating func word() -> String {
        skipSpaces()
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        rest.removeFirst(word.count)
        return String(word)
    }

    private mutating func readUnion() throws(Malformed) {
        repeat {
            try readOne()
            while take("[]") || take("?") {}
        } while take("|")
    }

    private mutating func readOne() throws(Malformed) {
        if take("'") {
            guard let end = rest.firstIndex(of: "'") else { throw Malformed(at: String(rest)) }
            rest = rest[rest.index(after: end)...]
        } else if take("{") {
            try readMembers(until: "}")
        } else if take("fun(") {
            try readMembers(until: ")")
            guard take(":") else { return }
            repeat { try readUnion() } while take(",")
        } else {
            let name = word()
            guard !name.isEmpty else { throw Malformed(at: String(rest)) }
            names.append(name)
            guard take("<") else { return }
            repeat { try readUnion() } while take(",")
            try expect(">")
        }
    }

    private mutating func readMembers(until end: String) throws(Malformed) {
        if take(end) { return }
        repeat {
            if take("...") { continue }
            guard !word().isEmpty else { throw Malformed(at: String(rest)) }
            _ = take("?")
            try expect(":")
            try readUnion()
        } while take(",")
        try expect(end)
    }
}

@Suite struct `The types of the definition file` {
    private static let builtIn: Set = [
        "nil", "boolean", "number", "integer", "string", "table", "function", "thread", "userdata", "any", "T",
    ]

    /// The lines that begin with `tag`, without it.
    private static func lines(_ tag: String) -> [Substring] {
        DefinitionFile.text.split(separator: "\n").filter { $0.hasPrefix("---@\(tag) ") }.map {
            $0.dropFirst(tag.count + 5)
        }
    }

    /// The type of `name? type` or of `name type`.
    private static func afterName(_ line: Substring) -> Substring { line.drop { $0 != " " }.dropFirst() }

    @Test func `are declared, or Lua's own`() throws {
        let classes = Self.lines("class").map { line in
            String((line.hasPrefix("(exact) ") ? line.dropFirst(8) : line).prefix { $0 != " " && $0 != ":" })
        }
        #expect(Set(classes).count == classes.count)
        let declared = Set(classes + Self.lines("alias").map { String($0.prefix { $0 != " " }) })
        let types =
            Self.lines("field").map(Self.afterName) + Self.lines("param").map(Self.afterName) + Self.lines("return")
            + Self.lines("alias").map(Self.afterName) + Self.lines("overload")
            + Self.lines("generic").map(Self.afterName)
        #expect(types.count > 100)
        for type in types {
            let names = try TypeReader(type).names
            for name in names where !declared.contains(name) {
                #expect(Self.builtIn.contains(name), "\(name) in \(type)")
            }
        }
    }

    @Test func `are all in comments that are known`() {
        let known = ["alias", "class", "field", "generic", "meta", "operator", "overload", "param", "return"]
        for line in DefinitionFile.text.split(separator: "\n") where line.hasPrefix("---@") {
            #expect(known.contains(String(line.dropFirst(4).prefix { $0 != " " })), "\(line)")
        }
    }

    @Test(arguments: [
        ("integer", ["integer"]), ("'a'|'b'", []), ("{ a?: number, b: x.Y[] }", ["number", "x.Y"]),
        ("fun(self: A, ...): number[]|integer, B?", ["A", "number", "integer", "B"]),
        ("table<string, C>", ["table", "string", "C"]),
    ])
    func `are read as they are written`(text: String, names: [String]) throws {
        #expect(try TypeReader(text[...]).names == names)
    }
}
