/// What becomes of an image before a policy sees it: gray, then of another size, then among those before it.
///
/// - SeeAlso: Gymnasium's `GrayscaleObservation`, `ResizeObservation` and `FrameStackObservation`,
///   <https://gymnasium.farama.org/api/wrappers/observation_wrappers/>.
package struct ImageProcessing: Sendable, Hashable {
    /// The environment's images.
    package let source: ImageShape
    /// Whether red, green and blue become one brightness: (4899 R + 9617 G + 1868 B + 8192) / 16384, as OpenCV's.
    package let isGrayscale: Bool
    /// A new pixel is the mean of those that it covers, by area, rounded to the nearest byte.
    package let height: Int
    package let width: Int
    /// Frames that are seen at once, the newest last; an episode begins with its first one in all places.
    package let frames: Int

    /// - Precondition: Gray images have 3 channels, and the result is the shape of an image.
    package init(source: ImageShape, isGrayscale: Bool, height: Int, width: Int, frames: Int) {
        precondition(!isGrayscale || source.channels == 3, "\(source.channels) channels to make gray")
        self.source = source
        self.isGrayscale = isGrayscale
        self.height = height
        self.width = width
        self.frames = frames
        precondition(ImageShape.isShape(height, width, frameChannels * frames), "no shape of an image")
    }

    /// Bytes of a pixel of one frame.
    package var frameChannels: Int { isGrayscale ? 1 : source.channels }

    /// What a policy sees: in each pixel the channels of all frames, the oldest first.
    package var result: ImageShape { ImageShape(height: height, width: width, channels: frameChannels * frames) }

    /// Whether images keep their size.
    var keepsSize: Bool { height == source.height && width == source.width }
}
