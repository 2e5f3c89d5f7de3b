/// Text of another process.
package enum ForeignText {
    /// With `?` for control characters, which may do anything to a terminal.
    package static func line(_ bytes: some Collection<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(scalar == "\t" ? " " : isControl(scalar) ? "?" : scalar) }
        return String(clean)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        return category == .control || category == .format
    }

    /// Whether it is a line of the stack that a program of Swift prints behind what ended it.
    static func isTrace(_ line: String) -> Bool {
        line == "Current stack trace:" || line.first?.isWholeNumber == true && line.contains(" 0x0000")
    }
}
