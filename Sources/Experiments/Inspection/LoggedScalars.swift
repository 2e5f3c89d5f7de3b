import EventFiles
import Records

/// Every scalar that a run logged, read from its event files; its script is not run.
package struct LoggedScalars: Sendable {
    package struct Point: Sendable, Equatable {
        package let step: Int
        package let value: Float
        /// Seconds since 1970.
        package let wallTime: Double
    }

    /// As it was given.
    package let path: String
    /// The points of each tag, in the order in which they were written; tags in order of name.
    package let tags: [(tag: String, points: [Point])]
    /// Why what follows the last points could not be read; nil: that is all.
    package let problem: EventFileError?

    /// - Parameter path: A run's folder, or an event file.
    /// - Throws: `FileError`; `ExperimentError.noEvents` where there are none.
    package init(of path: String) throws {
        self.path = path
        var points: [String: [Point]] = [:]
        var problem: EventFileError?
        do {
            if FileSystem.isFolder(path), try EventFolder.files(in: path).isEmpty {
                throw ExperimentError.noEvents(path: path)
            }
            var reader =
                try FileSystem.isFolder(path) ? EventReader(folder: path) : EventReader(file: path)
            while let event = try reader.next() {
                guard case .summaries(let summaries) = event.content else { continue }
                for case (let tag, .scalar(let value)) in summaries.map({ ($0.tag, $0.value) }) {
                    let point = Point(step: event.step, value: value, wallTime: event.wallTime)
                    points[tag, default: []].append(point)
                }
            }
        } catch let error as EventFileError {
            if case .file(let error) = error { throw error }
            problem = error
        }
        self.problem = problem
        tags = points.sorted { $0.key < $1.key }.map { (tag: $0.key, points: $0.value) }
    }

    private init(_ path: String, _ tags: [(tag: String, points: [Point])], _ problem: EventFileError?) {
        (self.path, self.tags, self.problem) = (path, tags, problem)
    }

    /// Those whose tags match one of the patterns; all, if there are no patterns.
    package func matching(_ patterns: [TagPattern]) -> LoggedScalars {
        guard !patterns.isEmpty else { return self }
        return LoggedScalars(path, tags.filter { entry in patterns.contains { $0.matches(entry.tag) } }, problem)
    }
}
