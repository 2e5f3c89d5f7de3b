import FoundationEssentials

extension LoggedScalars {
    /// How the scalars of runs are written out.
    package enum Format: Sendable {
        case table, csv, json
    }

    /// What precedes the scalars of all runs: the header of CSV.
    /// - Parameter runs: Of how many runs: several have a column with their paths.
    package static func header(_ format: Format, runs: Int) -> String {
        format == .csv ? (runs > 1 ? "run," : "") + "tag,step,value,wall_time\n" : ""
    }

    /// All points, tag by tag, a line each, with the line ends.
    /// - Parameter runs: As in ``header(_:runs:)``.
    package func text(_ format: Format, runs: Int) -> String {
        switch format {
        case .table: table(hasRun: runs > 1)
        case .csv: csv(hasRun: runs > 1)
        case .json: json
        }
    }

    private func table(hasRun: Bool) -> String {
        let run: [(title: String, alignment: TextTable.Alignment)] = hasRun ? [("run", .left)] : []
        var table = TextTable(run + [("tag", .left), ("step", .right), ("value", .right), ("time", .left)])
        for (tag, points) in tags {
            for point in points {
                let time = Date(timeIntervalSince1970: point.wallTime).formatted(.iso8601)
                table.append((hasRun ? [path] : []) + [tag, "\(point.step)", point.valueText, time])
            }
        }
        return tags.isEmpty ? "" : table.lines.joined(separator: "\n") + "\n" + (hasRun ? "\n" : "")
    }

    private func csv(hasRun: Bool) -> String {
        var text = ""
        for (tag, points) in tags {
            let start = (hasRun ? [path, tag] : [tag]).map(Self.field).joined(separator: ",")
            for point in points { text += "\(start),\(point.step),\(point.valueText),\(point.wallTime)\n" }
        }
        return text
    }

    /// As RFC 4180 has it.
    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private var json: String {
        var text = ""
        for (tag, points) in tags {
            let start = "{\"run\":\(JSONText.line(path)),\"step\":"
            let middle = ",\"tag\":\(JSONText.line(tag)),\"value\":"
            for point in points {
                let value = point.value.isFinite ? point.valueText : "\"\(point.valueText)\""
                text += "\(start)\(point.step)\(middle)\(value),\"wall_time\":\(point.wallTime)}\n"
            }
        }
        return text
    }
}

extension LoggedScalars.Point {
    /// As short as the value allows; NaN has no sign.
    fileprivate var valueText: String { value.isNaN ? "nan" : "\(value)" }
}
