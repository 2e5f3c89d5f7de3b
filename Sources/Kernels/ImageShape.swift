/// The size of an image of bytes: rows from the top, pixels from the left, the channels of a pixel side by side.
package struct ImageShape: Sendable, Hashable, Codable {
    package let height: Int
    package let width: Int
    /// Bytes of a pixel, such as 3 for red, green and blue.
    package let channels: Int

    /// The most bytes of an image.
    package static let mostBytes = 1 << 24

    package init(height: Int, width: Int, channels: Int) {
        precondition(Self.isShape(height, width, channels), "no shape of an image: \(height), \(width), \(channels)")
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// Whether there are images of this size.
    package static func isShape(_ height: Int, _ width: Int, _ channels: Int) -> Bool {
        let sizes = 1...mostBytes
        guard sizes.contains(height), sizes.contains(width), sizes.contains(channels) else { return false }
        return height * width <= mostBytes / channels
    }

    /// Bytes of an image.
    package var byteCount: Int { height * width * channels }
}

extension ImageShape: CustomStringConvertible {
    package var description: String { "\(height), \(width), \(channels)" }
}
