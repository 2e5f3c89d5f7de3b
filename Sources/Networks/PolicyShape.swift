/// The parts of a policy that all individuals share: how observations become bits, and outputs actions.
package struct PolicyShape: Sendable, Hashable {
    package let encoder: PolicyEncoder
    package let network: BinaryNetwork
    package let decoder: PolicyDecoder

    /// - Precondition: The network has as many inputs as the encoder bits, and as many outputs as the decoder reads.
    package init(encoder: PolicyEncoder, network: BinaryNetwork, decoder: PolicyDecoder) {
        let widths = network.shape.widths
        precondition(
            widths[0] == encoder.bitCount && widths[widths.count - 1] == decoder.outputCount,
            "widths \(widths) between \(encoder.bitCount) bits and \(decoder.outputCount) outputs")
        self.encoder = encoder
        self.network = network
        self.decoder = decoder
    }

    /// A policy of thresholds that chooses among discrete actions.
    package init(thresholds: ObservationThresholds, network: BinaryNetwork, choice: DiscreteChoice, actions: Int) {
        self.init(
            encoder: .thresholds(thresholds), network: network, decoder: .discrete(choice, actions: actions))
    }
}
