import Kernels
import LuaHost
import Networks
import Records
import Search

/// What a checkpoint holds of a native search, as a table of a script: each array by its name, a scope as a table.
///
/// Numbers are `floats`, genomes are rows of `floats` and of `bits`, counts are integers.
struct NativeSearchState {
    private let search: any SearchAlgorithm
    private let call: LuaCall

    private static let format = "search of a script"

    /// - Parameter call: That of the script, for errors.
    init(of search: any SearchAlgorithm, _ call: LuaCall) {
        self.search = search
        self.call = call
    }

    func read() throws(LuaError) -> LuaValue { table(try saved()) }

    /// Gives another search of the same making this state, but for what `changes` names.
    func change(_ changes: LuaTable, into other: any SearchAlgorithm) throws(LuaError) {
        var writer = ArchiveWriter(format: Self.format, version: 1)
        try write(changes, over: try saved(), as: "", to: &writer)
        var other = other
        do throws(ArchiveError) {
            try other.restore(from: Self.reader(writer.finish()))
        } catch {
            throw refusal(error)
        }
    }

    private func saved() throws(LuaError) -> ArchiveReader {
        var writer = ArchiveWriter(format: Self.format, version: 1)
        do {
            try search.save(to: &writer)
        } catch {
            throw call.error("\(error)")
        }
        return Self.reader(writer.finish())
    }

    private static func reader(_ bytes: [UInt8]) -> ArchiveReader {
        do {
            return try ArchiveReader(bytes, path: "state", format: format, supportedVersions: 1...1)
        } catch {
            preconditionFailure("an archive just written is not read: \(error)")
        }
    }

    private func refusal(_ error: ArchiveError) -> LuaError {
        func path(_ name: String) -> String { name.replacing("/", with: ".") }
        return switch error.problem {
        case .wrongShape(let name, let shape, let expected):
            call.error("set_state: \(path(name)) must have the shape \(expected), got \(shape)")
        case .invalid(let name, let reason): call.error("set_state: \(path(name)) \(reason)")
        default: call.error("set_state: \(error)")
        }
    }
}

// MARK: Reading

extension NativeSearchState {
    /// The scope of a reader: its own arrays, and its inner scopes.
    private func table(_ archive: ArchiveReader) -> LuaValue {
        .table(
            LuaTable(
                fields: Self.names(archive).map { name in
                    let isArray = archive.contains(name)
                    return (name: name, value: isArray ? value(name, archive) : table(archive.scoped(name)))
                }))
    }

    /// Of arrays and of scopes, each once.
    private static func names(_ archive: ArchiveReader) -> [String] {
        var names: [String] = []
        for name in archive.names.map({ String($0.prefix { $0 != "/" }) }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private func value(_ name: String, _ archive: ArchiveReader) -> LuaValue {
        do {
            return try readValue(name, archive)
        } catch {
            preconditionFailure("an array of a reader is not read: \(error)")
        }
    }

    private func readValue(_ name: String, _ archive: ArchiveReader) throws(ArchiveError) -> LuaValue {
        let shape = try archive.shape(of: name)
        switch (try archive.type(of: name), shape.count) {
        case (.float64, 0): return .number(try archive.value(name))
        case (.float64, 1): return .floats(try archive.doubles(name))
        case (.float32, 1): return .floats(try archive.floats(name).map(Double.init))
        case (.float64, 2): return Self.rows(try archive.doubles(name), shape) { .floats(Array($0)) }
        case (.float32, 2):
            return Self.rows(try archive.floats(name), shape) { .floats($0.map(Double.init)) }
        case (.uint64, 2):
            return Self.rows(try archive.values(name, of: UInt64.self), shape) {
                .bits(words: Array($0), count: search.problem.bits)
            }
        case (.int64, 0): return .integer(try archive.value(name))
        case (.int32, 0): return .integer(Int64(try archive.value(name, of: Int32.self)))
        case (.uint64, 1):
            let integers = try archive.values(name, of: UInt64.self)
            return .table(LuaTable(list: integers.map { .integer(Int64(bitPattern: $0)) }))
        case (.int32, 1):
            return .table(LuaTable(list: try archive.values(name, of: Int32.self).map { .integer(Int64($0)) }))
        default: preconditionFailure("a search keeps '\(name)', which scripts have no values for")
        }
    }

    private static func rows<Element>(
        _ values: [Element], _ shape: [Int], _ row: (ArraySlice<Element>) -> LuaValue
    ) -> LuaValue {
        .table(LuaTable(list: (0..<shape[0]).map { row(values[$0 * shape[1]..<($0 + 1) * shape[1]]) }))
    }
}

// MARK: Writing

extension NativeSearchState {
    /// Writes the arrays of a scope: those of a table where it has them, else those that were.
    private func write(
        _ changes: LuaTable, over old: ArchiveReader, as path: String, to writer: inout ArchiveWriter
    ) throws(LuaError) {
        let names = Self.names(old)
        for entry in changes.entries {
            guard let key = entry.key.text, names.contains(key) else {
                let key = PrintableText.line(entry.key.text ?? "\(entry.key)", limit: 60)
                throw call.error("set_state: unknown name '\(path)\(key)'\(NearestName.hint(for: key, among: names))")
            }
        }
        for name in names {
            let change = changes[name]
            guard !old.contains(name) else {
                if change == .nil {
                    copy(name, of: old, to: &writer)
                } else {
                    try write(change, name, like: old, path + name, to: &writer)
                }
                continue
            }
            var inner = LuaTable(list: [])
            if case .table(let table) = change { inner = table }
            guard change == .nil || inner.entries.count > 0 else {
                throw call.error("set_state: \(path)\(name) must be a table, got \(change)")
            }
            try writer.scoped(name) { writer throws(LuaError) in
                try write(inner, over: old.scoped(name), as: "\(path)\(name).", to: &writer)
            }
        }
    }

    private func copy(_ name: String, of old: ArchiveReader, to writer: inout ArchiveWriter) {
        do {
            try writer.copy(name, from: old)
        } catch {
            preconditionFailure("an array of a reader is not read: \(error)")
        }
    }

    private func write(
        _ value: LuaValue, _ name: String, like old: ArchiveReader, _ path: String, to writer: inout ArchiveWriter
    ) throws(LuaError) {
        switch try? (old.type(of: name), old.shape(of: name).count) {
        case (.float64, 0)?: writer.write(try number(value, path), as: name)
        case (.float64, 1)?:
            let known = (try? old.values(name, of: Double.self)) ?? []
            writer.write(try numbers(value, path, known: known), as: name)
        case (.float64, 2)?:
            let rows = try numberRows(value, path)
            writer.write(rows.flatMap(\.self), as: name, shape: [rows.count, rows.first?.count ?? 0])
        case (.float32, 2)?:
            let rows = try floatRows(value, path)
            writer.write(rows.joined().map { Float($0) }, as: name, shape: [rows.count, search.problem.floats])
        case (.uint64, 2)?:
            let rows = try bitRows(value, path)
            let words = NetworkShape.words(search.problem.bits)
            writer.write(Array(rows.joined()), as: name, shape: [rows.count, words])
        case (.int64, 0)?: writer.write(try integer(value, path, Int64.self), as: name)
        case (.float32, 1)?: writer.write(try numbers(value, path).map { Float($0) }, as: name)
        case (.int32, 0)?: writer.write(try integer(value, path, Int32.self), as: name)
        case (.int32, 1)?: writer.write(try integers(value, path, Int32.self), as: name)
        case (.uint64, 1)?:
            writer.write(try integers(value, path, Int64.self).map { UInt64(bitPattern: $0) }, as: name)
        default: preconditionFailure("a search keeps '\(path)', which scripts have no values for")
        }
    }

    /// Rows of one length.
    private func numberRows(_ value: LuaValue, _ path: String) throws(LuaError) -> [[Double]] {
        var rows: [[Double]] = []
        for (index, row) in try list(value, path).enumerated() {
            rows.append(try numbers(row, "\(path)[\(index + 1)]", count: rows.first?.count, in: .any))
        }
        return rows
    }

    private func floatRows(_ value: LuaValue, _ path: String) throws(LuaError) -> [[Double]] {
        var rows: [[Double]] = []
        for (index, row) in try list(value, path).enumerated() {
            rows.append(try numbers(row, "\(path)[\(index + 1)]", count: search.problem.floats))
        }
        return rows
    }

    private func bitRows(_ value: LuaValue, _ path: String) throws(LuaError) -> [[UInt64]] {
        var rows: [[UInt64]] = []
        for (index, row) in try list(value, path).enumerated() {
            guard case .bits(let words, search.problem.bits) = row else {
                throw call.error(
                    "set_state: \(path)[\(index + 1)] must be bits of \(search.problem.bits) values, got \(row)")
            }
            rows.append(words)
        }
        return rows
    }

    private func integers<Integer: FixedWidthInteger>(
        _ value: LuaValue, _ path: String, _ type: Integer.Type
    ) throws(LuaError) -> [Integer] {
        var integers: [Integer] = []
        for (index, value) in try list(value, path).enumerated() {
            integers.append(try integer(value, "\(path)[\(index + 1)]", type))
        }
        return integers
    }

    private func list(_ value: LuaValue, _ path: String) throws(LuaError) -> [LuaValue] {
        guard case .table(let table) = value, let list = table.list else {
            throw call.error("set_state: \(path) must be a list, got \(value)")
        }
        return list
    }

    private func integer<Integer: FixedWidthInteger>(
        _ value: LuaValue, _ path: String, _ type: Integer.Type
    ) throws(LuaError) -> Integer {
        guard case .integer(let integer) = value, let integer = type.init(exactly: integer) else {
            throw call.error("set_state: \(path) must be an integer of \(type.bitWidth) bits, got \(value)")
        }
        return integer
    }

    private func number(_ value: LuaValue, _ path: String) throws(LuaError) -> Double {
        guard let number = value.number, number.isFinite else {
            throw call.error("set_state: \(path) must be a finite number, got \(value)")
        }
        return number
    }

    /// - Parameters:
    ///   - range: Those that it may have; by default the finite ones of single precision, as genomes have.
    ///   - known: The state's own, which it may have too.
    private func numbers(
        _ value: LuaValue, _ path: String, count: Int? = nil, in range: NumberRange = .single, known: [Double] = []
    ) throws(LuaError) -> [Double] {
        guard let numbers = Self.numbers(value), numbers.count == count ?? numbers.count else {
            let expectation = count.map { "floats of \($0) values" } ?? "numbers"
            throw call.error("set_state: \(path) must be \(expectation), got \(value)")
        }
        let index = numbers.indices.first { index in
            !range.contains(numbers[index]) && !(known.indices.contains(index) && known[index] == numbers[index])
        }
        guard let index else { return numbers }
        throw call.error("set_state: \(path) must be finite, got \(LuaValue.number(numbers[index])) at \(index + 1)")
    }

    private static func numbers(_ value: LuaValue) -> [Double]? {
        switch value {
        case .floats(let numbers): return numbers
        case .table(let table):
            guard let list = table.list else { return nil }
            let numbers = list.compactMap(\.number)
            return numbers.count == list.count ? numbers : nil
        default: return nil
        }
    }
}
