/// A file or folder operation that the system refused.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case open, create, read, write, rename, remove, cut
        case synchronize = "save to disk"
        case list = "list its files"
    }

    /// The file or folder that was worked on.
    package let path: String
    package let operation: Operation
    /// The system's error number, `errno`.
    package let code: Int32

    package init(path: String, operation: Operation, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    /// Whether the file or folder is not there (any more).
    package var isMissing: Bool { SystemError.isMissing(code) }

    package var description: String {
        "\(path): cannot \(operation.rawValue): \(SystemError.text(code))"
            + (SystemError.advice(code).map { "; \($0)" } ?? "")
    }
}
