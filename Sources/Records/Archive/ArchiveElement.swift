/// What the elements of an array in an archive are.
package enum ElementType: String, Sendable, CaseIterable {
    case float64, float32, int64, uint64, int32, uint32, int16, uint16, int8, uint8
    /// Truth values, a byte each.
    case bool
    /// The bytes of one text.
    case utf8

    /// The size of one element in bytes.
    package var byteCount: Int {
        switch self {
        case .float64, .int64, .uint64: 8
        case .float32, .int32, .uint32: 4
        case .int16, .uint16: 2
        case .int8, .uint8, .bool, .utf8: 1
        }
    }
}

/// A number that archives hold arrays of: every pattern of its bits is a value.
package protocol ArchiveElement: BitwiseCopyable, Sendable {
    static var elementType: ElementType { get }
}

extension Double: ArchiveElement { package static var elementType: ElementType { .float64 } }
extension Float: ArchiveElement { package static var elementType: ElementType { .float32 } }
extension Int: ArchiveElement { package static var elementType: ElementType { .int64 } }
extension Int64: ArchiveElement { package static var elementType: ElementType { .int64 } }
extension UInt64: ArchiveElement { package static var elementType: ElementType { .uint64 } }
extension Int32: ArchiveElement { package static var elementType: ElementType { .int32 } }
extension UInt32: ArchiveElement { package static var elementType: ElementType { .uint32 } }
extension Int16: ArchiveElement { package static var elementType: ElementType { .int16 } }
extension UInt16: ArchiveElement { package static var elementType: ElementType { .uint16 } }
extension Int8: ArchiveElement { package static var elementType: ElementType { .int8 } }
extension UInt8: ArchiveElement { package static var elementType: ElementType { .uint8 } }
