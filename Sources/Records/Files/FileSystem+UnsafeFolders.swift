// Invariants:
// 1. Strings are passed to C only as the argument of one call, which does not keep them.
// 2. `stat` is written before it is read.

import Glibc

/// Making, finding and removing folders.
extension FileSystem {
    /// Makes a folder that must not be there yet.
    /// - Returns: False if there is a file or folder of that name already.
    package static func claimFolder(_ path: String) throws(FileError) -> Bool {
        if unsafe mkdir(path, 0o777) == 0 { return true }
        if errno == EEXIST { return false }
        throw FileError(path: path, operation: .create, code: errno)
    }

    /// Makes a folder and those it lies in, as far as they are not there yet.
    package static func createFolders(_ path: String) throws(FileError) {
        if isFolder(path) { return }
        let parent = folder(of: path)
        if parent != path && parent != "." { try createFolders(parent) }
        if try !claimFolder(path) && !isFolder(path) {
            throw FileError(path: path, operation: .create, code: ENOTDIR)
        }
    }

    package static func exists(_ path: String) -> Bool { mode(of: path) != nil }

    /// Whether a path leads to a folder, links followed.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes a folder and all that is in it. A link is removed, never followed.
    package static func removeTree(_ path: String) throws(FileError) {
        guard mode(of: path).map({ $0 & S_IFMT == S_IFDIR }) ?? true else { return try remove(path) }
        for name in try names(in: path) { try removeTree("\(path)/\(name)") }
        if unsafe rmdir(path) != 0 { throw FileError(path: path, operation: .remove, code: errno) }
    }

    /// The kind of what has that name, a link itself; nil if nothing has.
    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode : nil
    }

    /// The current folder.
    package static var currentFolder: String {
        guard let path = unsafe getcwd(nil, 0) else { return "." }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// The file that a path leads to, links followed; nil if there is none.
    package static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }
}
