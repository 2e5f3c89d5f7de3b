/// A value that would make a run's curves wrong or unreadable; nothing of it was written.
package enum EventError: Error, Equatable, Sendable, CustomStringConvertible {
    case emptyTag
    case controlCharacter(tag: String)
    case kindChanged(tag: String, from: EventWriter.Kind, to: EventWriter.Kind)
    case repeatedStep(tag: String, step: Int)
    case stepWentBack(tag: String, step: Int, latest: Int)

    package var description: String {
        switch self {
        case .emptyTag: "a tag is empty; give the value a name such as 'return/mean'"
        case .controlCharacter(let tag):
            "tag '\(tag.withoutControlCharacters)' holds a control character; use letters, digits, '_', '-' and '/'"
        case .kindChanged(let tag, let from, let to):
            "tag '\(tag)' is of kind \(from.rawValue) in this run and cannot become \(to.rawValue); use another tag"
        case .repeatedStep(let tag, let step):
            "tag '\(tag)' already has a value at step \(step); write one value a step, or use another tag"
        case .stepWentBack(let tag, let step, let latest):
            "tag '\(tag)' is written at step \(step), but the run is already at step \(latest)"
        }
    }
}

extension String {
    /// The same text for terminals and web pages: line ends as "\n", other control characters but tabs as U+FFFD.
    var withoutControlCharacters: String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r": result.append("\n")
            case "\t": result.append(scalar)
            default: result.append(scalar.properties.generalCategory == .control ? "\u{fffd}" : scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}
