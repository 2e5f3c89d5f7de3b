/// The numbers that stand for element types in a file.
extension ElementType {
    var message: Genome_Archive_ElementType {
        switch self {
        case .float64: .float64
        case .float32: .float32
        case .int64: .int64
        case .uint64: .uint64
        case .int32: .int32
        case .uint32: .uint32
        case .int16: .int16
        case .uint16: .uint16
        case .int8: .int8
        case .uint8: .uint8
        case .bool: .bool
        case .utf8: .utf8
        }
    }

    /// Nil if this program does not know the type.
    init?(_ message: Genome_Archive_ElementType) {
        guard let type = Self.allCases.first(where: { $0.message == message }) else { return nil }
        self = type
    }
}
