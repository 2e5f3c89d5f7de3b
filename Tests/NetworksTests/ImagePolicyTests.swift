import Kernels
import Networks
import Records
import Testing

@Suite struct `A policy of images` {
    private static let images = ImageProcessing(
        source: ImageShape(height: 4, width: 6, channels: 3), isGrayscale: true, height: 2, width: 3, frames: 2)
    private static let network = DenseNetwork(widths: [12, 1], activation: .relu)

    private static func read(_ bytes: [UInt8]) throws(ArchiveError) -> Policy {
        try Policy(from: ArchiveReader(bytes, path: "policy", format: "genome-lua policy", supportedVersions: 1...1))
    }

    @Test func `keeps what is made of them`() throws {
        let shape = PolicyShape(
            images: Self.images, encoder: .values(12), network: .dense(Self.network),
            decoder: .discrete(.sign, actions: 2))
        #expect(shape.observedCount == 72 && shape.observationBytes == 72 + 60)
        var archive = ArchiveWriter(format: "genome-lua policy", version: 1)
        Policy(shape: shape, genome: Genome(bitCount: 0, floatCount: Self.network.floatCount)).save(to: &archive)
        #expect(try Self.read(archive.finish()).shape == shape)
    }

    /// The arrays that a file has of images.
    private struct Arrays {
        var source: [Int32] = [4, 6, 3]
        var isGrayscale = true
        var size: [Int32] = [2, 3]
        var frames: Int32 = 2

        var bytes: [UInt8] {
            var archive = ArchiveWriter(format: "genome-lua policy", version: 1)
            archive.scoped("images") { archive in
                archive.write(source, as: "source")
                archive.write(isGrayscale, as: "is_grayscale")
                archive.write(size, as: "size")
                archive.write(frames, as: "frames")
            }
            archive.scoped("encoder") { $0.write(Int32(12), as: "raw_values") }
            archive.scoped("network") { archive in
                archive.write([12, 1] as [Int32], as: "widths")
                archive.write("relu", as: "activation")
                archive.write([Float](repeating: 0, count: 13), as: "weights")
            }
            archive.scoped("decoder") { archive in
                archive.write("sign", as: "choice")
                archive.write(Int32(2), as: "actions")
            }
            return archive.finish()
        }
    }

    @Test func `is refused where these cannot be`() {
        func message(_ change: (inout Arrays) -> Void) -> String? {
            var arrays = Arrays()
            change(&arrays)
            do throws(ArchiveError) {
                _ = try Self.read(arrays.bytes)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(message { _ in } == nil)
        #expect(
            message { $0.source = [4, 0, 3] }
                == "policy: 'images/source' is [4, 0, 3], which is no shape of images")
        #expect(
            message { $0.source = [1 << 20, 1 << 20, 1 << 20] }
                == "policy: 'images/source' is [1048576, 1048576, 1048576], which is no shape of images")
        #expect(
            message { $0.source = [4, 6, 1] } == "policy: 'images/is_grayscale' is true, but images have 1 channels")
        #expect(message { $0.frames = 0 } == "policy: 'images/frames' is 0, which is no size")
        for size: [Int32] in [[2, 2], [0, 3], [-2, -3], [.max, .max]] {
            #expect(
                message { $0.size = size }
                    == "policy: 'images/size' is \(size), which does not fit the encoder's 12 values")
        }
        #expect(
            message { $0.isGrayscale = false }
                == "policy: 'images/size' is [2, 3], which does not fit the encoder's 12 values")
    }
}
