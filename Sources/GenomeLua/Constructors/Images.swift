import Kernels

extension Constructor {
    /// `genome.image`: what a policy sees of an environment's images.
    static let image = Constructor(
        name: "image",
        className: "Image",
        role: .observation,
        sentence: "Images as a policy sees them: gray, of another size, several at once, in this order",
        options: [
            Option(
                "grayscale", .boolean, .value(.boolean(false)),
                "Whether red, green and blue become one brightness, (4899 R + 9617 G + 1868 B + 8192) // 16384"),
            Option(
                "resize", .list(of: .integer(atLeast: 1, atMost: Int64(ImageShape.mostBytes)), count: 2...2), .none,
                "Height and width that they get: a new pixel is the mean of what it covers, by area"),
            Option(
                "stack", .integer(atLeast: 1, atMost: 256), .value(.integer(1)),
                "Frames that are seen at once, the newest in the last channels; an episode begins with its first in all "
                    + "places"),
        ])
}
