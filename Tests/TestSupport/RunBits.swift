import EventFiles
import Records

/// What the promise of equal bits covers: policies, the checkpoint, and every figure but those of time.
package struct RunBits: Equatable, Sendable {
    package private(set) var files: [String: [UInt8]] = [:]
    package private(set) var figures: [String] = []
    /// Of each tag, by step.
    package private(set) var scalars: [String: [Int: Float]] = [:]

    /// - Parameters:
    ///   - path: The folder of a run.
    ///   - names: Files that are compared.
    package init(of path: String, names: [String] = ["policy", "policy-best", "checkpoint"]) throws {
        for name in names { files[name] = try AtomicFile.read("\(path)/\(name)") }
        var reader = try EventReader(folder: path)
        while let event = try reader.next() {
            guard case .summaries(let summaries) = event.content else { continue }
            for summary in summaries where !summary.tag.hasPrefix("time/") {
                figures.append("\(event.step) \(summary)")
                if case .scalar(let value) = summary.value { scalars[summary.tag, default: [:]][event.step] = value }
            }
        }
    }
}
