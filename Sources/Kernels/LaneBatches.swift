/// What an action is.
package enum ActionShape: Sendable, Hashable {
    /// One of `count`, counted from 0.
    case discrete(count: Int)
    /// `count` real numbers.
    case real(count: Int)
}

/// The actions of a group of lanes: discrete ones, or rows of real numbers.
package final class ActionBatch: Sendable {
    package let capacity: Int
    /// Discrete actions, counted from 0; shape `[capacity]`.
    package let discrete: Buffer<Int32>
    /// Real actions; shape `[capacity, continuousCount]`.
    package let continuous: Buffer<Float>
    package let shape: ActionShape

    /// Numbers in a real action; 0 if actions are discrete.
    package var continuousCount: Int {
        switch shape {
        case .discrete: 0
        case .real(let count): count
        }
    }

    /// - Parameter capacity: Lanes.
    package init(capacity: Int, shape: ActionShape) {
        self.capacity = capacity
        self.shape = shape
        switch shape {
        case .discrete:
            discrete = Buffer(repeating: 0, count: capacity)
            continuous = Buffer(repeating: 0, count: 0)
        case .real(let count):
            discrete = Buffer(repeating: 0, count: 0)
            continuous = Buffer(repeating: 0, count: capacity * count)
        }
    }
}

/// What a group of lanes observes and earns at a step: numbers, or images of bytes.
package final class ObservationBatch: Sendable {
    package let capacity: Int
    package let valueCount: Int
    package let layout: BatchLayout
    /// The shape of the images; nil where numbers are observed.
    package let image: ImageShape?
    /// `capacity` lanes of `valueCount` values, in `layout`; none where images are observed.
    package let observations: Buffer<Float>
    /// Shape `[capacity, height, width, channels]`; none where numbers are observed.
    package let bytes: Buffer<UInt8>
    /// Shape `[capacity]`, each finite.
    package let rewards: Buffer<Double>
    /// 1 where the episode reached an end of its own; shape `[capacity]`.
    package let terminated: Buffer<UInt8>
    /// 1 where the environment cut the episode short; shape `[capacity]`.
    package let truncated: Buffer<UInt8>

    /// Of numbers.
    package convenience init(capacity: Int, valueCount: Int, layout: BatchLayout) {
        self.init(capacity: capacity, valueCount: valueCount, layout: layout, image: nil)
    }

    /// Of images.
    package convenience init(capacity: Int, image: ImageShape) {
        self.init(capacity: capacity, valueCount: image.byteCount, layout: .laneMajor, image: image)
    }

    private init(capacity: Int, valueCount: Int, layout: BatchLayout, image: ImageShape?) {
        self.capacity = capacity
        self.valueCount = valueCount
        self.layout = layout
        self.image = image
        observations = Buffer(repeating: 0, count: image == nil ? capacity * valueCount : 0)
        bytes = Buffer(repeating: 0, count: image == nil ? 0 : capacity * valueCount)
        rewards = Buffer(repeating: 0, count: capacity)
        terminated = Buffer(repeating: 0, count: capacity)
        truncated = Buffer(repeating: 0, count: capacity)
    }

    /// Distances, in elements, from one value to the next and from one lane to the next.
    package var strides: (value: Int, lane: Int) { layout.strides(values: valueCount, capacity: capacity) }

    /// The observation value `value` of lane `lane`; that of an image is 0 ... 255.
    package subscript(lane lane: Int, value value: Int) -> Float {
        get {
            let position = position(lane, value)
            return image == nil ? observations[position] : Float(bytes[position])
        }
        set {
            let position = position(lane, value)
            if image == nil { observations[position] = newValue } else { bytes[position] = UInt8(newValue) }
        }
    }

    /// Copies a lane's observation to another lane; its reward and flags belong to a step that is over.
    package func moveObservation(from source: Int, to target: Int) {
        guard image == nil else {
            bytes.copy(from: bytes, source * valueCount..<(source + 1) * valueCount, at: target * valueCount)
            return
        }
        for value in 0..<valueCount { self[lane: target, value: value] = self[lane: source, value: value] }
    }

    private func position(_ lane: Int, _ value: Int) -> Int {
        layout.position(value: value, lane: lane, values: valueCount, capacity: capacity)
    }
}
