import Experiments
import Kernels

extension EncoderChoice {
    /// The encoder that `genome.thermometer`, `buckets`, `sign` or `raw_bits` describes.
    init(describing encoder: Description) {
        switch encoder.constructor {
        case "thermometer":
            self =
                encoder.thresholds.map { .thresholds($0, isOneHot: false) }
                ?? .thermometer(count: encoder.integer("count")!, bounds: encoder.bounds)
        case "buckets":
            if let thresholds = encoder.thresholds {
                self = .thresholds(thresholds, isOneHot: true)
            } else if encoder.text("compat") == "genome", let bounds = encoder.bounds {
                self = .genomeBuckets(count: encoder.integer("count")!, bounds: bounds)
            } else {
                self = .buckets(count: encoder.integer("count")!, bounds: encoder.bounds)
            }
        case "sign": self = .sign
        case "raw_bits": self = .bits
        case "raw_values": self = .values
        case "normalized": self = .normalized(clip: Float(encoder.number("clip")!))
        default: preconditionFailure("no encoder is made by genome.\(encoder.constructor)")
        }
    }
}

extension ImageChoice {
    /// What `genome.image` describes.
    init(describing image: Description) {
        let size = image.list("resize")?.map { $0.integer! }
        self.init(
            isGrayscale: image.boolean("grayscale")!,
            size: size.map { Size(height: $0[0], width: $0[1]) },
            frames: image.integer("stack")!
        )
    }
}

extension NetworkChoice {
    /// The network that `genome.binary_network` or `genome.dense_network` describes.
    init(describing network: Description) {
        let hidden = network.list("hidden")!.map { $0.integer! }
        switch network.constructor {
        case "binary_network": self = .binary(hidden: hidden, hasBiases: network.boolean("biases")!)
        case "dense_network":
            self = .dense(
                hidden: hidden,
                activation: Activation(rawValue: network.text("activation")!)!,
                hiddenGain: network.number("hidden_gain")!,
                outputGain: network.number("output_gain")!,
                virtualBatch: network.integer("virtual_batch")
            )
        default: preconditionFailure("no network is made by genome.\(network.constructor)")
        }
    }
}

extension DecoderChoice {
    /// The decoder that `genome.sign_decoder`, `argmax` or `levels` describes.
    init(describing decoder: Description) {
        switch decoder.constructor {
        case "sign_decoder": self = .sign
        case "argmax": self = .argmax
        case "levels": self = .levels(count: decoder.integer("count")!, bounds: decoder.bounds)
        case "continuous": self = .continuous(bounds: decoder.bounds, noise: decoder.number("noise")!)
        default: preconditionFailure("no decoder is made by genome.\(decoder.constructor)")
        }
    }
}

extension Description {
    fileprivate var thresholds: [[Float]]? {
        list("thresholds")?.map { $0.list!.map { Float($0.number!) } }
    }

    fileprivate var bounds: Bounds? {
        guard let low = numbers("low"), let high = numbers("high") else { return nil }
        return Bounds(low: low, high: high)
    }

    /// A number, or a list of numbers, as a list.
    private func numbers(_ name: String) -> [Double]? {
        number(name).map { [$0] } ?? list(name)?.map { $0.number! }
    }
}
