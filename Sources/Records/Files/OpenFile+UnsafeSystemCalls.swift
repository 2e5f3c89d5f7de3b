// Invariants:
// 1. `number` is an open descriptor that this value alone owns, from `init` to `close` or `deinit`.
// 2. Pointers into arrays and strings are used only within the closure or call that they were made for.
// 3. No call reads or writes more bytes than the span or array it was given holds.

import Glibc

/// An open file; it is closed when the value ends.
package struct OpenFile: ~Copyable, Sendable {
    /// The name it was opened by, for messages.
    package let path: String
    private var number: Int32

    package enum Mode: Sendable {
        case read
        /// Makes a file; it is an error (``alreadyExists``) if there is one of that name.
        case create
        /// Changes a file that is there.
        case change
    }

    /// The `code` of the ``FileError`` that ``Mode/create`` throws when there is a file of that name.
    package static let alreadyExists = EEXIST

    package init(_ path: String, _ mode: Mode) throws(FileError) {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .create: O_WRONLY | O_CREAT | O_EXCL
            case .change: O_WRONLY
            }
        number = unsafe open(path, flags | O_CLOEXEC, 0o666)
        self.path = path
        if number < 0 { throw FileError(path: path, operation: mode == .create ? .create : .open, code: errno) }
    }

    deinit {
        if number >= 0 { _ = Glibc.close(number) }
    }

    /// Writes all of `bytes` at the end of what was written before: one system call, unless the system takes less.
    /// - Throws: ``FileError``; some of the bytes may then be in the file.
    package func write(_ bytes: Span<UInt8>) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.extracting(done...).withUnsafeBufferPointer { buffer in
                unsafe Glibc.write(number, buffer.baseAddress, buffer.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw error(.write) }
            done += count
        }
    }

    /// The bytes of the file, as many as it has now.
    package func readAll() throws(FileError) -> [UInt8] {
        let size = try byteCount()
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, done in
            while done < size {
                let count = unsafe pread(number, buffer.baseAddress?.advanced(by: done), size - done, off_t(done))
                if count < 0 && errno == EINTR { continue }
                if count < 0 { code = errno }
                if count <= 0 { break }
                done += count
            }
        }
        if code != 0 { throw FileError(path: path, operation: .read, code: code) }
        return bytes
    }

    /// Cuts the file, or extends it by zeros, to `byteCount` bytes.
    package func cut(to byteCount: Int) throws(FileError) {
        if ftruncate(number, off_t(byteCount)) != 0 { throw error(.cut) }
        if lseek(number, 0, SEEK_END) < 0 { throw error(.cut) }
    }

    /// Waits until the bytes are on the disk.
    package func synchronize() throws(FileError) {
        if fsync(number) != 0 { throw error(.synchronize) }
    }

    /// The size of the file.
    package func byteCount() throws(FileError) -> Int {
        Int(try status().st_size)
    }

    /// Whether the file still has a name: writing to a file that was deleted succeeds, and all is lost.
    package var isStillThere: Bool {
        (try? status().st_nlink > 0) ?? false
    }

    /// Closes the file; some file systems report only here that bytes could not be written.
    package consuming func close() throws(FileError) {
        let result = Glibc.close(number)
        number = -1
        if result != 0 && errno != EINTR { throw error(.write) }
    }

    private func status() throws(FileError) -> stat {
        var status = stat()
        if unsafe fstat(number, &status) != 0 { throw error(.open) }
        return status
    }

    private func error(_ operation: FileError.Operation) -> FileError {
        FileError(path: path, operation: operation, code: errno)
    }
}
