/// The parts of a policy that all individuals share: how observations become inputs, and outputs actions.
package struct PolicyShape: Sendable, Hashable {
    package let encoder: PolicyEncoder
    package let network: PolicyNetwork
    package let decoder: PolicyDecoder
    /// By what a virtual batch normalises the network, where one does.
    package let reference: ReferenceBatch?

    /// - Precondition: The network has as many inputs as the encoder makes, and as many outputs as the decoder reads; a
    ///   binary network's encoder makes bits.
    package init(
        encoder: PolicyEncoder, network: PolicyNetwork, decoder: PolicyDecoder, reference: ReferenceBatch? = nil
    ) {
        precondition(network.isNormalized == (reference != nil), "a reference batch for another network")
        let widths = network.widths
        precondition(
            widths[0] == encoder.inputCount && widths[widths.count - 1] == decoder.outputCount,
            "widths \(widths) between \(encoder.inputCount) inputs and \(decoder.outputCount) outputs")
        if case .binary = network { precondition(encoder.makesBits, "numbers for a binary network") }
        self.encoder = encoder
        self.network = network
        self.decoder = decoder
        self.reference = reference
    }

    /// A policy of thresholds and a binary network that chooses among discrete actions.
    package init(thresholds: ObservationThresholds, network: BinaryNetwork, choice: DiscreteChoice, actions: Int) {
        self.init(
            encoder: .thresholds(thresholds), network: .binary(network), decoder: .discrete(choice, actions: actions))
    }
}
