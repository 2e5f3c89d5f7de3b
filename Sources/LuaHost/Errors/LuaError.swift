/// A line of a script, under the name that its user typed.
package struct LuaLocation: Hashable, Codable, Sendable, CustomStringConvertible {
    package let source: String
    /// From 1.
    package let line: Int

    package init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    package var description: String { "\(source):\(line)" }
}

/// One function of a script that was running when an error was raised.
package struct LuaFrame: Hashable, Codable, Sendable, CustomStringConvertible {
    package let location: LuaLocation
    /// Nil for the body of a file; `?` where Lua knows no name.
    package let function: String?

    package init(location: LuaLocation, function: String?) {
        self.location = location
        self.function = function
    }

    package var description: String {
        "\(location): in \(function.map { $0 == "?" ? "a function" : "function '\($0)'" } ?? "the file's body")"
    }
}

/// Why a script could not be loaded or stopped: one line, with the place in the script where there is one.
package struct LuaError: Error, Equatable, Codable, CustomStringConvertible {
    package enum Kind: String, Codable, Sendable {
        case syntax
        case runtime
        /// The state's memory limit was reached.
        case memory
        /// A callback took longer than its limit.
        case deadline
        /// The script returned something else than it should.
        case result
        /// The script itself or a file it needs cannot be read.
        case missingFile
        /// The state itself cannot be made.
        case host
    }

    package let kind: Kind
    package let location: LuaLocation?
    /// Without the location; printable, one line.
    package let message: String
    /// Innermost first; only functions of scripts, not the host's.
    package let traceback: [LuaFrame]

    package init(
        _ message: String,
        kind: Kind = .runtime,
        at location: LuaLocation? = nil,
        traceback: [LuaFrame] = []
    ) {
        self.kind = kind
        self.location = location
        self.message = PrintableText.line(message)
        self.traceback = traceback
    }

    /// Whether the script ran, but returned something else than it should.
    package var isAboutResult: Bool { kind == .result }

    /// Whether the script raised it, or it is about what the script returned: a limit was not reached.
    package var isScriptsOwn: Bool { kind == .runtime || kind == .result || kind == .syntax }

    /// The same with more to say at its end.
    package func adding(_ text: String) -> LuaError {
        LuaError("\(message) \(text)", kind: kind, at: location, traceback: traceback)
    }

    package var description: String {
        guard let location else { return message }
        return "\(PrintableText.line(location.description)): \(message)"
    }
}
