/// The parts of a policy that all individuals share: how observations become bits, and outputs actions.
package struct PolicyShape: Sendable, Hashable {
    package let thresholds: ObservationThresholds
    package let network: BinaryNetwork
    package let choice: DiscreteChoice
    /// Discrete actions of the environment.
    package let actions: Int

    package init(thresholds: ObservationThresholds, network: BinaryNetwork, choice: DiscreteChoice, actions: Int) {
        self.thresholds = thresholds
        self.network = network
        self.choice = choice
        self.actions = actions
    }
}
