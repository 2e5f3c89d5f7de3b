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
    /// What normalises each network, if any does.
    private let virtualBatch: VirtualBatch?

    /// - Parameter capacity: Lanes.
    package init(_ network: DenseNetwork, slots: Int, capacity: Int, virtualBatch: VirtualBatch? = nil) {
        precondition(network.isNormalized == (virtualBatch != nil), "a virtual batch for another network")
        self.virtualBatch = virtualBatch
        networks = LaneNetworks(
            bank: DenseBank(widths: network.widths, activation: network.activation, slots: slots), capacity: capacity)
    }

    package func load(_ genome: Genome, slot: Int) {
        let numbers = virtualBatch?.folded(genome) ?? genome.floats
        networks.bank.store(0..<numbers.count, from: numbers, at: 0, slot: slot)
    }

    /// Whether a network may be written part by part.
    package var takesParts: Bool { virtualBatch == nil }

    /// Writes a part of a genome's floats into a slot.
    /// - Parameter start: Where in `numbers` the first of them is.
    package func load(_ places: Range<Int>, of numbers: Buffer<Float>, at start: Int, slot: Int) {
        networks.bank.store(places, from: numbers, at: start, slot: slot)
    }

    package subscript(lane: Int) -> Int {
        get { networks[lane] }
        set { networks[lane] = newValue }
    }
}
