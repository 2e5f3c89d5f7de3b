// Invariants:
// 1. The thread owns the reference to its reader that `Unmanaged.passRetained` made, and releases it as it begins; if it
//    never began, `init` does.
// 2. The thread is detached: it ends when nobody can write any more.
import CProcesses
import Glibc
import Synchronization

/// What a child writes, read by a thread of its own so that the child never waits for it: each line is handed on, up to
/// so many, and the last ones are kept.
@safe package final class ProcessOutput: Sendable {
    private let reader: Reader

    /// Lines that are handed on; the rest is dropped.
    package static let mostLines = 1000
    /// Bytes of a line; what is longer is cut.
    package static let longestLine = 1000

    /// Begins to read.
    /// - Parameters:
    ///   - end: The end that the child writes to, for its spawn; let go of it here afterwards.
    ///   - print: Given each line, without its end and control characters, from another thread; last, that more is not
    ///     shown.
    /// - Throws: `ProcessError.noDescriptors`.
    package static func begin(
        _ print: @escaping @Sendable (String) -> Void
    ) throws(ProcessError) -> (output: ProcessOutput, end: Descriptor) {
        var (readEnd, writeEnd): (Int32, Int32) = (0, 0)
        let error = unsafe cp_make_pipe(&readEnd, &writeEnd)
        guard error == 0 else { throw .noDescriptors(reason: ProcessError.reason(error)) }
        let reader = Reader(Descriptor(owning: readEnd), print)
        let end = Descriptor(owning: writeEnd)
        guard let output = ProcessOutput(reader) else { throw .noDescriptors(reason: "no more threads") }
        return (output, end)
    }

    private init?(_ reader: Reader) {
        self.reader = reader
        let argument = unsafe Unmanaged.passRetained(reader).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                unsafe Unmanaged<Reader>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument)
        guard status == 0 else {
            unsafe Unmanaged<Reader>.fromOpaque(argument).release()
            return nil
        }
        pthread_detach(thread)
    }

    /// The last line that says something, of a child that has ended; nil: there was none.
    package func lastLine() -> String? {
        // What it wrote is there by now, unless children of its own write on.
        for _ in 0..<2000 where !reader.hasEnded.load(ordering: .acquiring) { usleep(1000) }
        return reader.lastLine.withLock { $0 }
    }

    private final class Reader: Sendable {
        private let end: Descriptor
        private let print: @Sendable (String) -> Void
        let lastLine = Mutex<String?>(nil)
        let hasEnded = Atomic(false)

        init(_ end: Descriptor, _ print: @escaping @Sendable (String) -> Void) {
            self.end = end
            self.print = print
        }

        func run() {
            var line: [UInt8] = []
            var lines = 0
            while let bytes = read() {
                for byte in bytes {
                    if byte != UInt8(ascii: "\n") {
                        if line.count < ProcessOutput.longestLine { line.append(byte) }
                        continue
                    }
                    hand(line, &lines)
                    line.removeAll(keepingCapacity: true)
                }
            }
            hand(line, &lines)
            hasEnded.store(true, ordering: .releasing)
        }

        private func hand(_ bytes: [UInt8], _ lines: inout Int) {
            guard bytes.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
            let line = ForeignText.line(bytes)
            if !ForeignText.isTrace(line) { lastLine.withLock { $0 = line } }
            lines += 1
            if lines < ProcessOutput.mostLines { print(line) }
            if lines == ProcessOutput.mostLines { print("prints more, which is not shown") }
        }

        private func read() -> [UInt8]? {
            let room = 1 << 14
            var count = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { bytes, initialized in
                let error = unsafe cp_receive(end.number, bytes.baseAddress, room, -1, &count)
                if error != 0 { count = 0 }
                initialized = count
            }
            return count == 0 ? nil : bytes
        }
    }
}
