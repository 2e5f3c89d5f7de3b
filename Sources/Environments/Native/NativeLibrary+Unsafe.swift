// Invariants:
// 1. A library is never closed: its table, with all that it names, lives as long as the process.
// 2. `table` points to a table of this version that has every function which must be there.
import CEnvironment
import FoundationEssentials
import Glibc
import Records

/// A shared library that exports an environment: see `genome_environment.h`.
@safe package struct NativeLibrary: Sendable {
    /// As messages show it.
    package let path: String
    /// The beginning of the file's SHA-256: what a run's results depend on.
    package let digest: String
    nonisolated(unsafe) let table: UnsafePointer<genome_environment>

    /// Loads a library.
    /// - Parameter name: As messages show its path.
    /// - Throws: `NativeEnvironmentError`.
    package init(path: String, name: String) throws(NativeEnvironmentError) {
        digest = String(SHA256.hexadecimal(try LibraryFile.read(path: path, name: name)).prefix(16))
        // What a library sets up as it is loaded must not change how results are rounded.
        let handle = unsafe Rounding.kept {
            unsafe dlopen(path.contains("/") ? path : "./\(path)", RTLD_NOW | RTLD_LOCAL)
        }
        guard let handle = unsafe handle else { throw .notLoaded(path: name, reason: Self.reason(without: path)) }
        guard let symbol = unsafe dlsym(handle, "genome_environment_plugin") else { throw .noEntry(path: name) }
        let entry = unsafe unsafeBitCast(symbol, to: genome_environment_plugin_function.self)
        guard let table = unsafe entry() else {
            throw .invalid(path: name, problem: "genome_environment_plugin returned NULL")
        }
        let version = unsafe table.pointee.version
        guard version == UInt32(GENOME_ENVIRONMENT_VERSION) else {
            throw .otherVersion(path: name, version: version, expected: UInt32(GENOME_ENVIRONMENT_VERSION))
        }
        self.path = name
        unsafe self.table = table
        try checkFunctions()
        try checkOptions()
    }

    package var name: String { unsafe table.pointee.name.map { unsafe String(cString: $0) } ?? "" }

    package var summary: String { unsafe table.pointee.summary.map { unsafe String(cString: $0) } ?? "" }

    /// Numbers that say what an episode did; 0 where there are none.
    package var behaviorCount: Int {
        unsafe table.pointee.behavior == nil ? 0 : Int(table.pointee.behavior_count)
    }

    /// Its options, with their defaults.
    package var options: [EnvironmentOption] {
        (0..<Int(unsafe table.pointee.option_count)).map { index in
            let option = unsafe table.pointee.options[index]
            return EnvironmentOption(
                name: unsafe String(cString: option.name),
                value: unsafe option.kind == GENOME_NUMBER
                    ? .number(option.number)
                    : option.kind == GENOME_BOOLEAN ? .boolean(option.number != 0) : .text(String(cString: option.text))
            )
        }
    }

    private func checkFunctions() throws(NativeEnvironmentError) {
        let table = unsafe table.pointee
        let functions = unsafe [
            ("describe", table.describe == nil), ("make", table.make == nil), ("destroy", table.destroy == nil),
            ("reset", table.reset == nil), ("step", table.step == nil), ("move", table.move == nil),
        ]
        if let missing = functions.first(where: \.1) { throw .noFunction(path: path, name: missing.0) }
        if unsafe table.name == nil { throw .invalid(path: path, problem: "name is NULL; it must be a text") }
        if unsafe table.behavior != nil && !(1...1 << 16).contains(table.behavior_count) {
            throw .invalid(
                path: path, problem: "behavior_count is \(unsafe table.behavior_count); it must be in 1 ... 65536")
        }
        let states = unsafe [table.state_size == nil, table.save == nil, table.load == nil]
        if Set(states).count > 1 {
            throw .invalid(path: path, problem: "state_size, save and load must be functions, or all be NULL")
        }
    }

    private func checkOptions() throws(NativeEnvironmentError) {
        let count = unsafe table.pointee.option_count
        guard unsafe (0...1000).contains(count) && (count == 0 || table.pointee.options != nil) else {
            throw .invalid(path: path, problem: "option_count is \(count), which does not fit its options")
        }
        for index in 0..<Int(count) {
            let option = unsafe table.pointee.options[index]
            if unsafe option.name == nil { throw .invalid(path: path, problem: "option \(index + 1) has no name") }
            if unsafe option.kind == GENOME_TEXT && option.text == nil {
                throw .invalid(path: path, problem: "option \(index + 1) is a text without a default")
            }
        }
    }

    /// What the system says was wrong, without the path that it begins with.
    private static func reason(without path: String) -> String {
        guard let words = unsafe dlerror() else { return "the system gives no reason" }
        let reason = unsafe String(cString: words)
        for prefix in ["\(path): ", "./\(path): "] where reason.hasPrefix(prefix) {
            return String(reason.dropFirst(prefix.count))
        }
        return reason
    }
}

/// What the beginning of a file says of it.
private enum LibraryFile {
    #if arch(x86_64)
        private static let machine: UInt16 = 62
    #elseif arch(arm64)
        private static let machine: UInt16 = 183
    #endif

    private static let machines: [UInt16: String] = [
        3: "32-bit x86", 8: "MIPS", 21: "64-bit PowerPC", 40: "32-bit ARM", 62: "x86-64", 183: "64-bit ARM",
        243: "RISC-V",
    ]

    /// - Throws: `NativeEnvironmentError` if it is no library, or one for other machines.
    static func read(path: String, name: String) throws(NativeEnvironmentError) -> [UInt8] {
        guard let file = FileManager.default.contents(atPath: path), file.count >= 20,
            Array(file.prefix(4)) == [0x7f, 0x45, 0x4c, 0x46]
        else { throw .noLibrary(path: name) }
        let bytes = Array(file)
        let isLittleEndian = bytes[5] == 1
        let (low, high) = isLittleEndian ? (bytes[18], bytes[19]) : (bytes[19], bytes[18])
        let found = UInt16(high) << 8 | UInt16(low)
        guard found == machine && isLittleEndian else {
            let library = machines[found] ?? "another machine (number \(found))"
            throw .otherMachine(path: name, library: library, host: machines[machine]!)
        }
        return bytes
    }
}

/// How floating-point operations round and what they trap, which foreign code may change.
enum Rounding {
    /// Calls a body and sets all back as it was.
    static func kept<Result>(_ body: () throws -> Result) rethrows -> Result {
        var rounding = ce_rounding()
        unsafe ce_keep_rounding(&rounding)
        defer { unsafe ce_restore_rounding(&rounding) }
        return try body()
    }
}
