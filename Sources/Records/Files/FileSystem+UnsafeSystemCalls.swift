// Invariants:
// 1. Strings are passed to C only as the argument of one call, which does not keep them.
// 2. A folder stream is closed by the function that opened it, and its entries are copied before the next is read.
// 3. `d_name` is zero-terminated and lies within its entry.

import Glibc

/// Files and folders by name.
package enum FileSystem {
    /// Gives `path` another name; what had that name before is gone, in one step.
    package static func rename(_ path: String, to newPath: String) throws(FileError) {
        if unsafe Glibc.rename(path, newPath) != 0 { throw FileError(path: newPath, operation: .rename, code: errno) }
    }

    /// Gives the file at `path` a second name, which must be free.
    package static func link(_ path: String, as newPath: String) throws(FileError) {
        if unsafe Glibc.link(path, newPath) != 0 { throw FileError(path: newPath, operation: .create, code: errno) }
    }

    /// Removes the name of a file.
    package static func remove(_ path: String) throws(FileError) {
        if unsafe unlink(path) != 0 { throw FileError(path: path, operation: .remove, code: errno) }
    }

    /// Waits until the names in `folder` are on the disk; some network file systems cannot, and need not.
    package static func synchronizeFolder(_ folder: String) throws(FileError) {
        do {
            try OpenFile(folder, .read).synchronize()
        } catch {
            // EINVAL is what fsync says of a folder there.
            if error.operation != .synchronize || error.code != EINVAL { throw error }
        }
    }

    /// The names in `folder`, sorted by their bytes, without "." and "..".
    package static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            throw FileError(path: folder, operation: .list, code: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The folder part of `path`: "a/b" of "a/b/c", "." of "c".
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The number of this process, for names that no other process takes.
    package static var processIdentifier: Int32 { getpid() }

    /// The computer's name up to the first dot; "localhost" if it has none.
    package static var shortHostName: String {
        let name = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, unsafe gethostname(start, buffer.count - 1) == 0 else { return "" }
            unsafe buffer[buffer.count - 1] = 0
            return unsafe String(cString: start)
        }
        let short = name.prefix { $0 != "." }
        return short.isEmpty ? "localhost" : String(short)
    }

    /// Seconds since 1970, as the system's clock has it.
    package static func wallTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
