/// A string of Lua: bytes, most often UTF-8.
package struct LuaString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    package init(stringLiteral text: String) {
        self.init(text)
    }

    /// The bytes as text; what is not UTF-8 becomes U+FFFD.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    package var description: String { text }
}
