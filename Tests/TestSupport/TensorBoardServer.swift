import Foundation

/// TensorBoard, running on a log directory; it ends with the value.
package final class TensorBoardServer {
    /// Which of its two readers loads the event files.
    package enum Loader: String, CaseIterable, Sendable {
        case dataServer = "true"
        case python = "false"
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package struct Point: Equatable {
        package let step: Int
        package let value: Double

        package init(step: Int, value: Double) {
            self.step = step
            self.value = value
        }
    }

    private let session: PythonSession

    package init(_ folder: TemporaryFolder, _ loader: Loader) throws {
        session = try PythonSession("tensorboard_session.py", [folder.path, loader.rawValue])
    }

    /// The answer to a request, decoded from JSON; nil if TensorBoard does not know (yet).
    package func get(_ path: String, _ query: KeyValuePairs<String, String> = [:]) throws -> Any? {
        var components = URLComponents()
        components.path = path
        if !query.isEmpty { components.queryItems = query.map { URLQueryItem(name: $0.key, value: $0.value) } }
        let answer = try session.ask(components.string ?? path)
        guard let object = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any],
            let status = object["status"] as? Int
        else { throw Failure(description: "no answer: \(answer)") }
        if status == 404 || status == 400 { return nil }
        if status != 200 { throw Failure(description: "\(path): HTTP \(status)") }
        return object["body"]
    }

    /// The curve of a tag as it stands; NaN and infinities come as texts.
    package func scalars(_ run: String, _ tag: String) throws -> [Point]? {
        let rows = try get("/data/plugin/scalars/scalars", ["run": run, "tag": tag]) as? [[Any]]
        return rows?.compactMap { row in
            let value = (row[2] as? Double) ?? (row[2] as? String).flatMap(Double.init)
            guard let step = row[1] as? Int, let value else { return nil }
            return Point(step: step, value: value)
        }
    }

    /// A row of the HParams dashboard: runs of the same settings.
    package struct SessionGroup {
        package let name: String
        package let settings: [String: Any]
        package let sessions: [(name: String, status: String)]
        /// Means of the runs' last figures, by tag.
        package let metrics: [String: Double]
    }

    /// The rows of the HParams dashboard; nil if there are none (yet).
    package func sessionGroups() throws -> [SessionGroup]? {
        let statuses = ["UNKNOWN", "SUCCESS", "FAILURE", "RUNNING"].map { "\"STATUS_\($0)\"" }
        let request = """
            {"startIndex":0,"sliceSize":100,"allowedStatuses":[\(statuses.joined(separator: ","))],\
            "aggregationType":"AGGREGATION_AVG"}
            """
        let answer = try get("/data/plugin/hparams/session_groups", ["request": request]) as? [String: Any]
        let groups = answer?["sessionGroups"] as? [[String: Any]]
        return groups?.map { group in
            let metrics = (group["metricValues"] as? [[String: Any]] ?? []).compactMap { metric in
                let tag = (metric["name"] as? [String: Any])?["tag"] as? String
                return tag.flatMap { tag in (metric["value"] as? Double).map { (tag, $0) } }
            }
            return SessionGroup(
                name: group["name"] as? String ?? "",
                settings: group["hparams"] as? [String: Any] ?? [:],
                sessions: (group["sessions"] as? [[String: Any]] ?? []).map {
                    ($0["name"] as? String ?? "", $0["status"] as? String ?? "STATUS_UNKNOWN")
                },
                metrics: Dictionary(metrics) { first, _ in first })
        }
    }

    /// Asks again until the answer is as expected, for at most half a minute; returns the last answer.
    package func poll<Answer>(_ ask: () throws -> Answer?, until isExpected: (Answer) -> Bool) async throws -> Answer? {
        let start = ContinuousClock.now
        var latest = try ask()
        while !(latest.map(isExpected) ?? false), ContinuousClock.now - start < .seconds(30) {
            try await Task.sleep(for: .milliseconds(300))
            latest = try ask()
        }
        return latest
    }
}
