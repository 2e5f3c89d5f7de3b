import FoundationEssentials

/// Episodes of the hard maze as a program in Python played them; Tests/EnvironmentsTests/Recordings/README.md describes
/// the file, Tests/Python/record_hard_maze.py writes it.
struct HardMazeRecording {
    /// What the robot perceives somewhere.
    struct Row {
        let x: Double
        let y: Double
        /// As of observations: of -90, -45, 0, 45, 90 and -180 degrees, over 100.
        let ranges: [Double]
        /// In which quarter of directions the goal is, 0 to 3.
        let quarter: Int

        /// What the environment observes there.
        var observation: [Double] { [1] + ranges + (0..<4).map { $0 == quarter ? 1 : 0 } }
    }

    struct Episode {
        /// Angular velocity and speed, two a step.
        let actions: [Float]
        /// At the start and after each step.
        let rows: [Row]
        /// Of the last step.
        let reward: Double
    }

    static let steps = 400

    let episodes: [Episode]

    /// - Throws: The file system's error when the file is missing; `Damage`.
    init() throws {
        let path = checkout + "/Tests/EnvironmentsTests/Recordings/hard-maze.bin"
        var reader = Reader(bytes: [UInt8](try Data(contentsOf: URL(filePath: path))))
        guard try Array(reader.take(8)) == Array("HARDMAZE".utf8) else { throw Damage.isAnotherFile }
        guard try reader.integer(UInt16.self) == 1 else { throw Damage.isOfAnotherVersion }
        var episodes: [Episode] = []
        for _ in 0..<(try reader.integer(UInt32.self)) {
            var actions: [Float] = []
            for _ in 0..<2 * Self.steps { actions.append(Float(bitPattern: try reader.integer(UInt32.self))) }
            var places: [[Double]] = []
            for _ in 0...Self.steps {
                var numbers: [Double] = []
                for _ in 0..<8 { numbers.append(try reader.double()) }
                places.append(numbers)
            }
            let rows = zip(places, try reader.take(Self.steps + 1)).map { numbers, quarter in
                Row(x: numbers[0], y: numbers[1], ranges: Array(numbers[2...]), quarter: Int(quarter))
            }
            episodes.append(Episode(actions: actions, rows: rows, reward: try reader.double()))
        }
        guard reader.position == reader.bytes.count else { throw Damage.goesOn }
        self.episodes = episodes
    }

    enum Damage: Error {
        case isAnotherFile, isOfAnotherVersion, ends, goesOn
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
            guard count <= bytes.count - position else { throw .ends }
            defer { position += count }
            return bytes[position..<position + count]
        }

        mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
            _: Integer.Type
        ) throws(Damage) -> Integer {
            try take(Integer.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Integer($1) }
        }

        mutating func double() throws(Damage) -> Double { Double(bitPattern: try integer(UInt64.self)) }
    }
}
