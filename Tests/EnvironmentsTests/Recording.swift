import Foundation

/// Episodes and single steps of an environment with every state exactly as Gymnasium computed it.
///
/// Recordings/README.md describes the files, Tests/Python/record_*.py write them.
struct Recording: Sendable {
    /// What one environment's file holds.
    struct Format: Sendable {
        enum Actions: Sendable { case bits, bytes, floats }

        /// The file's name without `.bin`.
        let name: String
        /// Its first 8 bytes.
        let magic: String
        /// Numbers of a state.
        let stateCount: Int
        let actions: Actions
        /// Whether states after a step are in float32.
        var hasFloatStates = false
        var hasRewards = false
    }

    struct Episode: Sendable {
        /// The state before the first action; zeros behind its numbers.
        let startState: SIMD4<Double>
        let actions: [Float]
        /// The state after each action, as many as `actions`.
        let states: [SIMD4<Double>]
        /// As many as `actions`; empty if not recorded.
        let rewards: [Double]
        /// Whether the last step ended the episode by itself, and whether the step limit did. Neither: a single step.
        let terminated: Bool
        let truncated: Bool
    }

    let gymnasiumVersion: String
    let numpyVersion: String
    let episodes: [Episode]

    /// - Throws: `RecordingError`, or the file system's error when the file is missing.
    static func load(_ format: Format) throws -> Recording {
        guard let file = Bundle.module.url(forResource: format.name, withExtension: "bin", subdirectory: "Recordings")
        else { throw RecordingError(format, .missing) }
        return try Recording(format, bytes: [UInt8](Data(contentsOf: file)))
    }

    init(_ format: Format, bytes: [UInt8]) throws(RecordingError) {
        var reader = RecordingReader(format: format, bytes: bytes)
        guard try reader.text(count: 8) == format.magic else { throw RecordingError(format, .notARecording) }
        let version = try reader.integer(UInt16.self)
        guard version == 1 else { throw RecordingError(format, .version(Int(version))) }
        let count = try reader.integer(UInt32.self)
        gymnasiumVersion = try reader.text(count: Int(reader.integer(UInt8.self)))
        numpyVersion = try reader.text(count: Int(reader.integer(UInt8.self)))
        var episodes: [Episode] = []
        for _ in 0..<count { episodes.append(try reader.episode()) }
        guard reader.isAtEnd else { throw RecordingError(format, .trailingBytes(after: episodes.count)) }
        self.episodes = episodes
    }
}

extension Recording.Format {
    static let acrobot = Self(name: "acrobot-v1", magic: "ACROBOT1", stateCount: 4, actions: .bytes)
    static let cartPole = Self(name: "cartpole-v1", magic: "CARTPOLE", stateCount: 4, actions: .bits)
    static let mountainCar = Self(name: "mountain-car-v0", magic: "MOUNTCAR", stateCount: 2, actions: .bytes)
    static let mountainCarContinuous = Self(
        name: "mountain-car-continuous-v0", magic: "MOUNTCON", stateCount: 2, actions: .floats, hasFloatStates: true,
        hasRewards: true
    )
    static let pendulum = Self(
        name: "pendulum-v1", magic: "PENDULUM", stateCount: 2, actions: .floats, hasRewards: true)
}

/// Why a file is no recording of an environment.
struct RecordingError: Error, CustomStringConvertible {
    enum Reason: Equatable {
        case missing
        case notARecording
        case version(Int)
        case tooShort(offset: Int)
        case trailingBytes(after: Int)
    }

    let format: Recording.Format
    let reason: Reason

    init(_ format: Recording.Format, _ reason: Reason) {
        self.format = format
        self.reason = reason
    }

    var description: String {
        let file = "\(format.name).bin"
        return switch reason {
        case .missing: "Recordings/\(file) is missing; Recordings/README.md names the script that writes it"
        case .notARecording: "\(file) does not begin with '\(format.magic)'"
        case .version(let version): "\(file) has format version \(version); only version 1 is known"
        case .tooShort(let offset): "\(file) ends at byte \(offset), in the middle of a field"
        case .trailingBytes(let count): "\(file) goes on after its \(count) episodes"
        }
    }
}

private struct RecordingReader {
    let format: Recording.Format
    let bytes: [UInt8]
    private var position = 0

    init(format: Recording.Format, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) throws(RecordingError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw RecordingError(format, .tooShort(offset: bytes.count)) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func text(count: Int) throws(RecordingError) -> String { String(decoding: try take(count), as: UTF8.self) }

    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _: Integer.Type
    ) throws(RecordingError) -> Integer {
        try take(Integer.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Integer($1) }
    }

    mutating func double() throws(RecordingError) -> Double { Double(bitPattern: try integer(UInt64.self)) }

    mutating func float() throws(RecordingError) -> Float { Float(bitPattern: try integer(UInt32.self)) }

    mutating func state(isFloat: Bool) throws(RecordingError) -> SIMD4<Double> {
        var state = SIMD4<Double>()
        for i in 0..<format.stateCount { state[i] = isFloat ? Double(try float()) : try double() }
        return state
    }

    mutating func actions(_ count: Int) throws(RecordingError) -> [Float] {
        switch format.actions {
        case .bits:
            let bits = Array(try take((count + 7) / 8))
            return (0..<count).map { Float(bits[$0 / 8] >> ($0 % 8) & 1) }
        case .bytes: return try take(count).map { Float($0) }
        case .floats:
            var actions: [Float] = []
            for _ in 0..<count { actions.append(try float()) }
            return actions
        }
    }

    mutating func episode() throws(RecordingError) -> Recording.Episode {
        let length = Int(try integer(UInt16.self))
        let terminated = try integer(UInt8.self) == 1
        let truncated = try integer(UInt8.self) == 1
        let actions = try actions(length)
        let startState = try state(isFloat: false)
        var states: [SIMD4<Double>] = []
        for _ in 0..<length { states.append(try state(isFloat: format.hasFloatStates)) }
        var rewards: [Double] = []
        if format.hasRewards { for _ in 0..<length { rewards.append(try double()) } }
        return Recording.Episode(
            startState: startState, actions: actions, states: states, rewards: rewards, terminated: terminated,
            truncated: truncated)
    }
}
