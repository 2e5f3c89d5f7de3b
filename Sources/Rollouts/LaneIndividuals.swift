import Kernels
import Networks
import Search

/// Who plays in each lane: the networks of individuals, each expressed once for consecutive episodes of its own.
struct LaneIndividuals {
    /// The network of each lane.
    let networks: LaneNetworks
    private let loader: NetworkLoader
    private let genome: Genome
    private let bank: NetworkBank
    /// Used by lanes, and one of them also by the individual expressed last.
    private var slots: NetworkSlots
    private var expressedIndividual = -1
    private var expressedSlot = -1

    /// - Parameter capacity: Lanes.
    init(_ network: BinaryNetwork, capacity: Int, kernels: KernelSet) {
        loader = NetworkLoader(network)
        genome = network.makeGenome()
        bank = NetworkBank(shape: network.shape, slots: capacity + 1, kernels: kernels)
        slots = NetworkSlots(count: capacity + 1)
        networks = LaneNetworks(bank: bank, capacity: capacity)
    }

    /// Forgets all: what recipes stand for has changed.
    mutating func forget() {
        slots.freeAll()
        (expressedIndividual, expressedSlot) = (-1, -1)
    }

    /// Lets an individual of a request play in a lane.
    /// - Parameter individual: By its place among the recipes.
    mutating func enter(_ individual: Int, of request: EvaluationRequest, lane: Int) {
        if individual != expressedIndividual {
            if expressedSlot >= 0 { slots.leave(expressedSlot) }
            expressedSlot = slots.take()
            expressedIndividual = individual
            request.expression.express(request.recipes[individual], into: genome)
            loader.load(genome, into: bank, slot: expressedSlot)
        }
        slots.join(expressedSlot)
        networks[lane] = expressedSlot
    }

    mutating func leave(lane: Int) { slots.leave(networks[lane]) }

    func move(from source: Int, to target: Int) { networks[target] = networks[source] }
}
