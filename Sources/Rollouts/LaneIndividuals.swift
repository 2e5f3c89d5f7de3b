import Kernels
import Networks
import Search

/// Who plays in each lane: the networks of individuals, each expressed once for consecutive episodes of its own.
struct LaneIndividuals {
    private let networks: any LoadedNetworks
    private let genome: Genome
    /// Used by lanes, and one of them also by the individual expressed last.
    private var slots: NetworkSlots
    private var expressedIndividual = -1
    private var expressedSlot = -1

    /// - Parameters:
    ///   - networks: Of `network`, with `slotCount(lanes:)` slots.
    ///   - capacity: Lanes.
    init(_ networks: any LoadedNetworks, of network: PolicyNetwork, capacity: Int) {
        self.networks = networks
        genome = network.makeGenome()
        slots = NetworkSlots(count: Self.slotCount(lanes: capacity))
    }

    /// Slots that so many lanes need: a lane that takes an individual runs none itself, nor does the one expressed
    /// before it, once another is.
    static func slotCount(lanes: Int) -> Int { lanes }

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
            networks.load(genome, slot: expressedSlot)
        }
        slots.join(expressedSlot)
        networks[lane] = expressedSlot
    }

    mutating func leave(lane: Int) { slots.leave(networks[lane]) }

    func move(from source: Int, to target: Int) { networks[target] = networks[source] }
}
