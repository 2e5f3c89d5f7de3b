import CKernels

/// What policies see of the images of a group of lanes: the last frames of each lane's episode.
package final class ImageFrames {
    /// The stacks of frames.
    package let batch: ObservationBatch
    /// Makes them of what the lanes observe.
    package let stage: Stage
    private let begins: Buffer<UInt8>

    /// - Parameter images: What the lanes observe, of the shape of `processing.source`.
    package init(_ processing: ImageProcessing, of images: ObservationBatch, kernels: KernelSet) {
        precondition(images.image == processing.source, "images of another shape")
        let capacity = images.capacity
        let (source, frameBytes) = (processing.source, processing.height * processing.width * processing.frameChannels)
        let batch = ObservationBatch(capacity: capacity, image: processing.result)
        let begins = Buffer<UInt8>(repeating: 1, count: capacity)
        let grays = Buffer<UInt8>(repeating: 0, count: processing.isGrayscale ? source.height * source.width : 0)
        let resized = Buffer<UInt8>(repeating: 0, count: processing.keepsSize ? 0 : frameBytes)
        let sums = Buffer<UInt32>(
            repeating: 0,
            count: processing.keepsSize ? 0 : (source.width + processing.width) * processing.frameChannels)
        let context = unsafe ck_image_context(
            kernels: kernels.table,
            images: images.bytes.pointer(at: 0, capacity * source.byteCount),
            image_bytes: source.byteCount,
            is_gray: processing.isGrayscale ? 1 : 0,
            resizing: ck_resizing(
                height: Int32(source.height), width: Int32(source.width), channels: Int32(processing.frameChannels),
                to_height: Int32(processing.height), to_width: Int32(processing.width)),
            frames: Int32(processing.frames),
            grays: grays.base,
            resized: resized.base,
            sums: sums.base,
            stacks: batch.bytes.pointer(at: 0, capacity * processing.result.byteCount),
            begins: begins.base
        )
        let parts: [AnyObject] = [images, grays, resized, sums, batch, begins]
        stage = unsafe Stage(context, capacity: capacity, parts: parts, work: ck_image_stage)
        self.batch = batch
        self.begins = begins
    }

    /// An episode begins in a lane.
    package func begin(lane: Int) { begins[lane] = 1 }

    /// The episode of a lane goes on in another.
    package func move(from source: Int, to target: Int) {
        batch.moveObservation(from: source, to: target)
        begins[target] = begins[source]
    }
}

extension KernelSet {
    /// Makes numbers 0 ... 255 of bytes.
    /// - Parameters:
    ///   - images: What the lanes observe.
    ///   - numbers: The same in float32; lane-major.
    package func widening(_ images: ObservationBatch, into numbers: ObservationBatch) -> Stage {
        let (count, capacity) = (images.valueCount, images.capacity)
        precondition(numbers.valueCount == count && numbers.capacity == capacity, "numbers of other images")
        precondition(images.image != nil && numbers.image == nil && numbers.layout == .laneMajor, "another layout")
        let context = unsafe ck_widen_context(
            kernels: table,
            bytes: images.bytes.pointer(at: 0, count * capacity),
            count: count,
            numbers: numbers.observations.pointer(at: 0, count * capacity)
        )
        return unsafe Stage(context, capacity: capacity, parts: [images, numbers], work: ck_widen_stage)
    }
}
