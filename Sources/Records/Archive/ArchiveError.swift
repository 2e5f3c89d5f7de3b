/// Why an archive, or a value in it, cannot be used.
package struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Problem: Equatable, Sendable {
        case unreadable(FileError)
        /// The file ends too early: at this byte.
        case torn(byte: Int)
        /// The record at this byte is not what was written.
        case corrupted(byte: Int)
        /// It is no archive at all.
        case notAnArchive
        case otherFormat(String, expected: String)
        case newerVersion(Int, supported: ClosedRange<Int>)
        case olderVersion(Int, supported: ClosedRange<Int>)
        case missing(name: String)
        case wrongType(name: String, ElementType, expected: ElementType)
        case wrongShape(name: String, [Int], expected: [Int])
        case invalid(name: String, reason: String)
    }

    /// The file, for the message.
    package let path: String
    package let problem: Problem

    package init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// Whether the file is missing, torn or corrupted: an earlier copy may still be whole.
    package var isDamage: Bool {
        switch problem {
        case .unreadable, .torn, .corrupted, .notAnArchive: true
        default: false
        }
    }

    package var description: String {
        let other = "it was written by another version of the program, or for another script"
        return switch problem {
        case .unreadable(let error): "\(error)"
        case .torn(let byte):
            "\(path): the file breaks off at byte \(byte), or something follows its end; use the previous file or another copy"
        case .corrupted(let byte):
            "\(path): the file is corrupted at byte \(byte); use the previous file or another copy"
        case .notAnArchive: "\(path): this is not a file that genome-lua wrote, or its beginning is damaged"
        case .otherFormat(let format, let expected): "\(path): this is a \(format), not a \(expected)"
        case .newerVersion(let version, let supported):
            "\(path): format version \(version) is newer than this program's \(supported.upperBound); update genome-lua"
        case .olderVersion(let version, let supported):
            "\(path): format version \(version) is older than \(supported.lowerBound), the oldest that this program "
                + "reads; use the genome-lua that wrote it"
        case .missing(let name): "\(path): there is no '\(name)'; \(other)"
        case .wrongType(let name, let type, let expected):
            "\(path): '\(name)' holds \(type.rawValue), expected \(expected.rawValue); \(other)"
        case .wrongShape(let name, let shape, let expected):
            "\(path): '\(name)' has shape \(shape), expected \(expected); \(other)"
        case .invalid(let name, let reason): "\(path): '\(name)' \(reason)"
        }
    }
}
