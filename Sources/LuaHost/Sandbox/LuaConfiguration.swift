/// What a script may do beyond the sandbox, as `--allow` names it.
package struct LuaAllowances: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Lua's `io` library.
    package static let io = LuaAllowances(rawValue: 1)
    /// Lua's `os` library, clocks and `os.exit` included.
    package static let os = LuaAllowances(rawValue: 2)
    /// `package.loadlib`.
    package static let native = LuaAllowances(rawValue: 4)

    /// Each with the name that `--allow` gives it.
    package static let named: [(name: String, allowance: LuaAllowances)] = [
        ("io", .io), ("os", .os), ("native", .native),
    ]

    package static let all = LuaAllowances(named.map(\.allowance))

    /// Nil where there is no such thing to allow.
    package init?(name: String) {
        guard let found = LuaAllowances.named.first(where: { $0.name == name }) else { return nil }
        self = found.allowance
    }

    /// In the order of `named`.
    package var names: [String] { LuaAllowances.named.filter { contains($0.allowance) }.map(\.name) }
}

/// A replacement for a function of `math`: the C library's bits differ between processors.
package struct LuaMathFunction: Sendable {
    package typealias Unary = @convention(c) (Double) -> Double
    package typealias Binary = @convention(c) (Double, Double) -> Double

    enum Form: Sendable {
        case unary(Unary)
        case binary(Binary)
    }

    let name: String
    let form: Form

    /// Replaces `math.name(x)`. For `log` a base may follow: the result is then f(x) / f(base).
    package init(_ name: String, _ function: @escaping Unary) {
        self.name = name
        form = .unary(function)
    }

    /// Replaces `math.name(y, x)`, where the second is 1 if not given, as in `math.atan`.
    package init(_ name: String, _ function: @escaping Binary) {
        self.name = name
        form = .binary(function)
    }
}

/// A folder in which `require` looks.
package struct LuaModuleFolder: Hashable, Sendable {
    /// As messages and tracebacks show it; empty for the current folder.
    package let shownAs: String
    package let path: String

    package init(_ path: String, shownAs: String? = nil) {
        self.path = path
        self.shownAs = shownAs ?? path
    }
}

/// How a `LuaState` is made.
package struct LuaConfiguration {
    /// Bytes that the state may hold; beyond it a script gets "not enough memory".
    package var memoryLimit = 256 << 20
    /// What runs first: the script itself.
    package var loading = LuaCallback(name: "loading", limit: .seconds(60))
    package var allowances: LuaAllowances = []
    /// Reading an undeclared global and setting any global are errors.
    package var hasStrictGlobals = true
    package var mathFunctions: [LuaMathFunction] = []
    /// How random numbers are drawn; without it scripts have none.
    package var streams: LuaStreamKind?
    /// After the script's own folder, in this order.
    package var moduleFolders: [LuaModuleFolder] = []
    /// After the folders: paths in which `?` stands for the module, as in Lua's `package.path`.
    package var moduleTemplates: [String] = []
    /// Where native modules would be: only to say what a module found there is.
    package var nativeTemplates: [String] = []
    /// Files that are taken as they are here, whatever their paths hold by now.
    package var knownFiles: [LuaSourceFile] = []
    /// Receives each printed line, without its newline, control characters replaced.
    package var print: (String) -> Void = { Swift.print($0) }

    package init() {}
}
