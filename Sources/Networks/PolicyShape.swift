import Kernels

/// The parts of a policy that all individuals share: how observations become inputs, and outputs actions.
package struct PolicyShape: Sendable, Hashable {
    /// What becomes of images before they are encoded; nil where they are as observed, or there are none.
    package let images: ImageProcessing?
    package let encoder: PolicyEncoder
    package let network: PolicyNetwork
    package let decoder: PolicyDecoder
    /// By what a virtual batch normalises the network, where one does.
    package let reference: ReferenceBatch?

    /// - Precondition: The network has as many inputs as the encoder makes, and as many outputs as the decoder reads; a
    ///   binary network's encoder makes bits. The encoder reads what images are made into.
    package init(
        images: ImageProcessing? = nil, encoder: PolicyEncoder, network: PolicyNetwork, decoder: PolicyDecoder,
        reference: ReferenceBatch? = nil
    ) {
        precondition(images == nil || images!.result.byteCount == encoder.valueCount, "an encoder of other images")
        precondition(network.isNormalized == (reference != nil), "a reference batch for another network")
        let widths = network.widths
        precondition(
            widths[0] == encoder.inputCount && widths[widths.count - 1] == decoder.outputCount,
            "widths \(widths) between \(encoder.inputCount) inputs and \(decoder.outputCount) outputs")
        if case .binary = network { precondition(encoder.makesBits, "numbers for a binary network") }
        self.images = images
        self.encoder = encoder
        self.network = network
        self.decoder = decoder
        self.reference = reference
    }

    /// Values that an environment observes.
    package var observedCount: Int { images?.source.byteCount ?? encoder.valueCount }

    /// Memory that a lane's observations take on their way to the network, in bytes: as observed, and what they become,
    /// bytes and numbers.
    package var observationBytes: Int { (images?.source.byteCount ?? 0) + 5 * encoder.valueCount }

    /// A policy of thresholds and a binary network that chooses among discrete actions.
    package init(thresholds: ObservationThresholds, network: BinaryNetwork, choice: DiscreteChoice, actions: Int) {
        self.init(
            encoder: .thresholds(thresholds), network: .binary(network), decoder: .discrete(choice, actions: actions))
    }
}
