/// Text from a script on its way to a terminal or a message.
package enum PrintableText {
    /// One line: newlines and tabs become spaces, other control characters `?`, and what exceeds `limit` characters
    /// (Unicode scalars) is cut with a note of how much is missing.
    package static func line(_ text: String, limit: Int = 1000) -> String {
        let scalars = text.unicodeScalars
        let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex) ?? scalars.endIndex
        let clean = lines(String(scalars[..<end])).replacing("\n", with: " ").replacing("\t", with: " ")
        guard end < scalars.endIndex else { return clean }
        return "\(clean)… (\(scalars[end...].count) more characters)"
    }

    /// Newlines and tabs stay, other control characters become `?`.
    package static func lines(_ text: String) -> String {
        if text.utf8.allSatisfy({ 0x20..<0x7f ~= $0 || $0 == 0x0a || $0 == 0x09 }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            let isFormat = scalar.properties.generalCategory == .format
            result.append(isControl || isFormat ? "?" : scalar)
        }
        return String(result)
    }
}
