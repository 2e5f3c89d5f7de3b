import Environments
import Kernels

/// What a script asks to be made of images, before their size is known.
package struct ImageChoice: Sendable, Hashable {
    package let isGrayscale: Bool
    /// Nil: as they are.
    package let size: Size?
    /// Frames that are seen at once, at least 1.
    package let frames: Int

    package struct Size: Sendable, Hashable {
        package let height: Int
        package let width: Int

        package init(height: Int, width: Int) {
            self.height = height
            self.width = width
        }
    }

    package init(isGrayscale: Bool, size: Size?, frames: Int) {
        self.isGrayscale = isGrayscale
        self.size = size
        self.frames = frames
    }

    /// What is made of an environment's images.
    func processing(
        of space: Space, in environment: String
    ) throws(ExperimentError) -> ImageProcessing {
        guard let source = space.image, !isGrayscale || source.channels == 3 else {
            throw .noImages(environment: environment, space: space.description, isGray: space.image != nil)
        }
        let (height, width) = (size?.height ?? source.height, size?.width ?? source.width)
        let channels = isGrayscale ? 1 : source.channels
        guard frames <= ImageShape.mostBytes / channels, ImageShape.isShape(height, width, channels * frames) else {
            throw .tooLargeImage(height: height, width: width, channels: channels, frames: frames)
        }
        return ImageProcessing(
            source: source, isGrayscale: isGrayscale, height: height, width: width, frames: frames)
    }

    var identity: String {
        let text = size.map { "\($0.height), \($0.width)" } ?? "none"
        return "image(grayscale \(isGrayscale), resize \(text), stack \(frames))"
    }
}
