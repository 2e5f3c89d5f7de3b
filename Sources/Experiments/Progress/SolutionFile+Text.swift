import Records

extension SolutionFile {
    /// That of a run whose objective rates variables, or the file itself; nil where `path` is something else.
    /// - Throws: `ArchiveError` if it is damaged.
    package init?(at path: String) throws(ArchiveError) {
        let file = FileSystem.isFolder(path) ? "\(path)/solution" : path
        guard FileSystem.exists(file) else { return nil }
        do throws(ArchiveError) {
            try self.init(readFrom: file)
        } catch {
            // A file that the user named may be a policy's.
            if FileSystem.isFolder(path) { throw error }
            return nil
        }
    }

    private struct Fields: Encodable {
        let run: String?
        let fitness: Double
        let generation: Int
        let bits: [Int]?
        let floats: [Double]?
    }

    /// One line: `{"fitness":-0.02,"floats":[0.1,…],"generation":57}`.
    /// - Parameter run: The run's path, where it is one of several.
    package func json(run: String? = nil) -> String {
        JSONText.line(
            Fields(
                run: run, fitness: fitness, generation: generation, bits: bits.isEmpty ? nil : bits.map { $0 ? 1 : 0 },
                floats: bits.isEmpty ? floats : nil))
    }

    /// The fitness, and the variables behind it.
    package var text: String {
        let values = bits.isEmpty ? floats.map { "\($0)" } : bits.map { $0 ? "1" : "0" }
        return """
            fitness \(fitness) in generation \(generation)
            \(bits.isEmpty ? "floats" : "bits") \(values.joined(separator: bits.isEmpty ? ", " : ""))
            """
    }
}
