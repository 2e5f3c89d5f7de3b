// Invariants:
// 1. C reads and writes within the arrays that it is given, and keeps no pointer.
import CProcesses
import Glibc

/// Messages of bytes between this process and another, each with its length before it (32 bits, little endian).
///
/// An instance belongs to one thread at a time.
@safe package final class MessageStream {
    private var end: Descriptor?
    private var received: [UInt8] = []

    /// The longest message.
    package static let most = 1 << 30

    package init(_ end: Descriptor) { self.end = end }

    /// A stream, and its other end for a child.
    /// - Throws: `ProcessError.noDescriptors`.
    package static func pair() throws(ProcessError) -> (MessageStream, Descriptor) {
        var ends: [Int32] = [0, 0]
        let error = unsafe cp_make_stream(&ends)
        guard error == 0 else { throw .noDescriptors(reason: ProcessError.reason(error)) }
        return (MessageStream(Descriptor(owning: ends[0])), Descriptor(owning: ends[1]))
    }

    /// Nothing more is sent or received: the other end learns that.
    package func close() { end = nil }

    /// - Throws: `ProcessError.closed`, `.broken`.
    package func send(_ message: [UInt8]) throws(ProcessError) {
        precondition(message.count <= Self.most, "a message of \(message.count) bytes")
        let length = UInt32(message.count)
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + message
        guard let end else { throw .closed }
        let error = unsafe cp_send(end.number, bytes, bytes.count)
        if error == EPIPE || error == ECONNRESET { throw .closed }
        guard error == 0 else { throw .broken(reason: ProcessError.reason(error)) }
    }

    /// The next message.
    /// - Parameter limit: How long nothing may come.
    /// - Throws: `ProcessError.late`, after which it can be called again; `.closed`, `.broken`.
    package func receive(_ limit: Duration) throws(ProcessError) -> [UInt8] {
        while true {
            if let message = try next() { return message }
            try receiveMore(limit)
        }
    }

    /// The first message of what was received.
    private func next() throws(ProcessError) -> [UInt8]? {
        guard received.count >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(received[$1]) << (8 * $1) }
        guard length <= Self.most else { throw .broken(reason: "a message of \(length) bytes") }
        guard received.count >= 4 + length else { return nil }
        let message = Array(received[4..<4 + length])
        received.removeFirst(4 + length)
        return message
    }

    private func receiveMore(_ limit: Duration) throws(ProcessError) {
        guard let end else { throw .closed }
        var count = 0
        let room = 1 << 16
        var error: Int32 = 0
        let more = unsafe [UInt8](unsafeUninitializedCapacity: room) { bytes, initialized in
            unsafe error = cp_receive(end.number, bytes.baseAddress, room, limit.milliseconds, &count)
            initialized = count
        }
        if error == ETIMEDOUT { throw .late }
        guard error == 0 else { throw .broken(reason: ProcessError.reason(error)) }
        guard count > 0 else { throw .closed }
        received += more
    }
}
