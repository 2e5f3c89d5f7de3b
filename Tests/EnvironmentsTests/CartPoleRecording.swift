import Foundation

/// Episodes of Gymnasium's CartPole-v1 with every state exactly as Gymnasium computed it.
///
/// Recordings/README.md describes the file, Tests/Python/record_cartpole.py writes it.
struct CartPoleRecording: Sendable {
    struct Episode: Sendable {
        /// Position (m), velocity, angle (rad) and angular velocity before the first action.
        let startState: SIMD4<Double>
        /// 0 pushes to the left, 1 to the right.
        let actions: [Int]
        /// The state after each action, as many as `actions`.
        let states: [SIMD4<Double>]
        /// Whether the last step ended the episode by itself, and whether the limit of 500 steps did.
        let terminated: Bool
        let truncated: Bool
    }

    let gymnasiumVersion: String
    let numpyVersion: String
    let episodes: [Episode]

    /// - Throws: `CartPoleRecordingError`, or the file system's error when the file is missing.
    static func load() throws -> CartPoleRecording {
        guard
            let file = Bundle.module.url(forResource: "cartpole-v1", withExtension: "bin", subdirectory: "Recordings")
        else { throw CartPoleRecordingError.missing }
        return try CartPoleRecording(bytes: [UInt8](Data(contentsOf: file)))
    }

    init(bytes: [UInt8]) throws(CartPoleRecordingError) {
        var reader = RecordingReader(bytes: bytes)
        guard try reader.text(count: 8) == "CARTPOLE" else { throw .notARecording }
        let version = try reader.integer(UInt16.self)
        guard version == 1 else { throw .version(Int(version)) }
        let count = try reader.integer(UInt32.self)
        gymnasiumVersion = try reader.text(count: Int(reader.integer(UInt8.self)))
        numpyVersion = try reader.text(count: Int(reader.integer(UInt8.self)))
        var episodes: [Episode] = []
        for _ in 0..<count { episodes.append(try reader.episode()) }
        guard reader.isAtEnd else { throw .trailingBytes(after: episodes.count) }
        self.episodes = episodes
    }
}

/// Why a file is no recording of CartPole.
enum CartPoleRecordingError: Error, Equatable, CustomStringConvertible {
    case missing
    case notARecording
    case version(Int)
    case tooShort(offset: Int)
    case trailingBytes(after: Int)

    var description: String {
        switch self {
        case .missing: "Recordings/cartpole-v1.bin is missing; run Tests/Python/record_cartpole.py"
        case .notARecording: "cartpole-v1.bin does not begin with 'CARTPOLE'"
        case .version(let version): "cartpole-v1.bin has format version \(version); only version 1 is known"
        case .tooShort(let offset): "cartpole-v1.bin ends at byte \(offset), in the middle of a field"
        case .trailingBytes(let count): "cartpole-v1.bin goes on after its \(count) episodes"
        }
    }
}

private struct RecordingReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) throws(CartPoleRecordingError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw .tooShort(offset: bytes.count) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func text(count: Int) throws(CartPoleRecordingError) -> String {
        String(decoding: try take(count), as: UTF8.self)
    }

    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _: Integer.Type
    ) throws(CartPoleRecordingError) -> Integer {
        try take(Integer.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Integer($1) }
    }

    mutating func state() throws(CartPoleRecordingError) -> SIMD4<Double> {
        var state = SIMD4<Double>()
        for i in 0..<4 { state[i] = Double(bitPattern: try integer(UInt64.self)) }
        return state
    }

    mutating func episode() throws(CartPoleRecordingError) -> CartPoleRecording.Episode {
        let length = Int(try integer(UInt16.self))
        let terminated = try integer(UInt8.self) == 1
        let truncated = try integer(UInt8.self) == 1
        let bits = Array(try take((length + 7) / 8))
        let startState = try state()
        var states: [SIMD4<Double>] = []
        for _ in 0..<length { states.append(try state()) }
        return CartPoleRecording.Episode(
            startState: startState,
            actions: (0..<length).map { Int(bits[$0 / 8] >> ($0 % 8) & 1) },
            states: states,
            terminated: terminated,
            truncated: truncated
        )
    }
}
