import Kernels

/// The networks that the lanes of a group run, in slots. It belongs to one thread.
package protocol LoadedNetworks: AnyObject {
    /// Writes the network of a genome into a slot.
    func load(_ genome: Genome, slot: Int)

    /// The slot of a lane's network.
    subscript(lane: Int) -> Int { get set }
}

/// Binary networks, loaded.
package final class LoadedBinaryNetworks: LoadedNetworks {
    package let networks: LaneNetworks<NetworkBank>
    private let loader: NetworkLoader

    /// - Parameter capacity: Lanes.
    package init(_ network: BinaryNetwork, slots: Int, capacity: Int, kernels: KernelSet) {
        loader = NetworkLoader(network)
        networks = LaneNetworks(
            bank: NetworkBank(shape: network.shape, slots: slots, kernels: kernels), capacity: capacity)
    }

    package func load(_ genome: Genome, slot: Int) { loader.load(genome, into: networks.bank, slot: slot) }

    package subscript(lane: Int) -> Int {
        get { networks[lane] }
        set { networks[lane] = newValue }
    }
}

/// Dense networks, loaded.
package final class LoadedDenseNetworks: LoadedNetworks {
    package let networks: LaneNetworks<DenseBank>
    private let layers: [DenseNetwork.Layer]

    /// - Parameter capacity: Lanes.
    package init(_ network: DenseNetwork, slots: Int, capacity: Int) {
        layers = network.layers
        networks = LaneNetworks(
            bank: DenseBank(widths: network.widths, activation: network.activation, slots: slots), capacity: capacity)
    }

    package func load(_ genome: Genome, slot: Int) {
        for (index, layer) in layers.enumerated() {
            networks.bank.store(
                layer: index, from: genome.floats, weights: layer.weights.lowerBound, biases: layer.biases.lowerBound,
                slot: slot)
        }
    }

    package subscript(lane: Int) -> Int {
        get { networks[lane] }
        set { networks[lane] = newValue }
    }
}
