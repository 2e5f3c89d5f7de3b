import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct Images {
    private static func image(_ shape: ImageShape, seed: UInt64) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        return (0..<shape.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// What a policy sees of one lane's images, one after the other.
    private static func seen(
        _ processing: ImageProcessing, _ images: [[UInt8]], _ kernels: KernelSet = .best
    ) throws -> [[UInt8]] {
        let batch = ObservationBatch(capacity: 1, image: processing.source)
        let frames = ImageFrames(processing, of: batch, kernels: kernels)
        return try images.map { image in
            batch.bytes.copy(from: image)
            try frames.stage.run(lanes: 1)
            return frames.batch.bytes.array()
        }
    }

    private static func resizing(_ source: ImageShape, _ height: Int, _ width: Int) -> ImageProcessing {
        ImageProcessing(source: source, isGrayscale: false, height: height, width: width, frames: 1)
    }

    @Test(arguments: KernelSet.available.map(\.name))
    func `become gray by ITU-R 601, as OpenCV rounds it`(kernels: String) throws {
        let source = ImageShape(height: 9, width: 31, channels: 3)
        let processing = ImageProcessing(source: source, isGrayscale: true, height: 9, width: 31, frames: 1)
        let image = Self.image(source, seed: 1)
        let gray = try Self.seen(processing, [image], .named(kernels))[0]
        #expect(gray.count == 279)
        for pixel in gray.indices {
            let (red, green, blue) = (image[3 * pixel], image[3 * pixel + 1], image[3 * pixel + 2])
            let sum = Int(red) * 4899 + Int(green) * 9617 + Int(blue) * 1868
            #expect(Int(gray[pixel]) == (sum + 8192) / 16384)
        }
        // OpenCV's own documentation: 0.299 R + 0.587 G + 0.114 B.
        let colors: [[UInt8]] = [[255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 0, 0]]
        let bar = ImageShape(height: 1, width: 5, channels: 3)
        let bars = ImageProcessing(source: bar, isGrayscale: true, height: 1, width: 5, frames: 1)
        #expect(try Self.seen(bars, [colors.flatMap(\.self)], .named(kernels)) == [[255, 76, 150, 29, 0]])
    }

    /// Every pixel is repeated until both sizes divide the grid; a new pixel is the mean of its block.
    private static func mean(_ image: [UInt8], _ source: ImageShape, _ height: Int, _ width: Int) -> [UInt8] {
        var result: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<source.channels {
                    var sum = 0
                    for row in y * source.height..<(y + 1) * source.height {
                        for column in x * source.width..<(x + 1) * source.width {
                            let pixel = row / height * source.width + column / width
                            sum += Int(image[pixel * source.channels + channel])
                        }
                    }
                    let count = source.height * source.width
                    result.append(UInt8((2 * sum + count) / (2 * count)))
                }
            }
        }
        return result
    }

    @Test(arguments: KernelSet.available.map(\.name))
    func `are resized by the area that a new pixel covers`(kernels: String) throws {
        var random = SplitMix64(seed: 2)
        for trial in 0..<40 {
            let source = ImageShape(
                height: .random(in: 1...23, using: &random), width: .random(in: 1...23, using: &random),
                channels: 1 + trial % 3)
            let (height, width) = (Int.random(in: 1...15, using: &random), Int.random(in: 1...30, using: &random))
            let image = Self.image(source, seed: UInt64(trial))
            let resized = try Self.seen(Self.resizing(source, height, width), [image], .named(kernels))
            #expect(resized == [Self.mean(image, source, height, width)], "\(source) to \(height), \(width)")
        }
    }

    @Test func `as large as there are keep their brightness`() throws {
        let source = ImageShape(height: 4096, width: 4096, channels: 1)
        let white = [UInt8](repeating: 255, count: source.byteCount)
        #expect(try Self.seen(Self.resizing(source, 3, 1), [white]) == [[255, 255, 255]])
        #expect(try Self.seen(Self.resizing(source, 1, 1), [white.map { _ in 254 }]) == [[254]])
    }

    /// Pillow divides by a product with a reciprocal that is too small: a quotient that is whole comes out one less. By
    /// powers of two it is exact.
    @Test(.enabled(if: Python.isExpected, Comment(rawValue: Python.skipComment)))
    func `that are reduced by whole factors are those of Pillow`() throws {
        let source = ImageShape(height: 60, width: 72, channels: 3)
        let image = Self.image(source, seed: 3)
        let pillow = try PythonSession("pillow_reduce.py", [])
        for (x, y) in [(2, 2), (4, 4), (8, 2), (3, 4), (8, 5), (72, 60), (1, 3)] {
            let answer = try pillow.ask("[72, 60, \(x), \(y), \(image)]")
            let reduced = try JSONDecoder().decode([UInt8].self, from: Data(answer.utf8))
            let ours = try Self.seen(Self.resizing(source, 60 / y, 72 / x), [image])[0]
            #expect(ours.count == reduced.count)
            let isPower = (x * y).nonzeroBitCount == 1
            #expect(zip(ours, reduced).allSatisfy { $0 == $1 || !isPower && $0 == $1 + 1 }, "\(x), \(y)")
        }
    }

    @Test(arguments: [1, 2, 4, 5], [1, 3])
    func `are stacked, an episode's first one in all places`(frames: Int, channels: Int) throws {
        let source = ImageShape(height: 5, width: 7, channels: channels)
        let processing = ImageProcessing(source: source, isGrayscale: false, height: 5, width: 7, frames: frames)
        #expect(processing.result == ImageShape(height: 5, width: 7, channels: channels * frames))
        let images = (0..<7).map { Self.image(source, seed: $0) }
        for kernels in KernelSet.available {
            for (step, stack) in try Self.seen(processing, images, kernels).enumerated() {
                let last = (0..<frames).map { images[max(step - frames + 1 + $0, 0)] }
                let expected = (0..<35).flatMap { pixel in
                    last.flatMap { $0[pixel * channels..<(pixel + 1) * channels] }
                }
                #expect(stack == expected, "step \(step), \(kernels.name)")
            }
        }
    }

    @Test func `of lanes are stacked each for itself, also when an episode moves`() throws {
        let source = ImageShape(height: 1, width: 2, channels: 3)
        let processing = ImageProcessing(source: source, isGrayscale: true, height: 1, width: 1, frames: 3)
        let batch = ObservationBatch(capacity: 3, image: source)
        let frames = ImageFrames(processing, of: batch, kernels: .best)
        func show(_ grays: UInt8...) throws -> [[UInt8]] {
            for (lane, gray) in grays.enumerated() {
                for byte in 0..<6 { batch[lane: lane, value: byte] = Float(gray) }
            }
            try frames.stage.run(lanes: grays.count)
            return grays.indices.map { frames.batch.bytes.array(3 * $0..<3 * $0 + 3) }
        }
        #expect(try show(1, 2, 3) == [[1, 1, 1], [2, 2, 2], [3, 3, 3]])
        #expect(try show(4, 5, 6) == [[1, 1, 4], [2, 2, 5], [3, 3, 6]])
        batch.moveObservation(from: 2, to: 0)
        frames.move(from: 2, to: 0)
        frames.begin(lane: 1)
        #expect(try show(7, 8) == [[3, 6, 7], [8, 8, 8]])
        frames.begin(lane: 1)
        frames.move(from: 1, to: 0)
        #expect(try show(9) == [[9, 9, 9]])
    }

    @Test(arguments: KernelSet.available.map(\.name)) func `become numbers`(kernels: String) throws {
        let shape = ImageShape(height: 3, width: 11, channels: 2)
        let images = ObservationBatch(capacity: 4, image: shape)
        let numbers = ObservationBatch(capacity: 4, valueCount: 66, layout: .laneMajor)
        let bytes = (0..<264).map { UInt8(truncatingIfNeeded: $0 * 7) }
        images.bytes.copy(from: bytes)
        try KernelSet.named(kernels).widening(images, into: numbers).run(lanes: 3)
        #expect(numbers.observations.array() == bytes.prefix(198).map { Float($0) } + Array(repeating: 0, count: 66))
    }

    @Test func `have at most 2^24 bytes`() {
        #expect(ImageShape.isShape(4096, 4096, 1) && ImageShape.isShape(1, 1, 1 << 24))
        #expect(!ImageShape.isShape(4096, 4097, 1) && !ImageShape.isShape(1 << 23, 1, 3))
        #expect(!ImageShape.isShape(0, 1, 1) && !ImageShape.isShape(1 << 40, 1 << 40, 1 << 40))
    }
}
