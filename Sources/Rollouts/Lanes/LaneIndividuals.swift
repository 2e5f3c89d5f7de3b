import Kernels
import Networks
import Search

/// Who plays in each lane: the networks of individuals, each expressed once for consecutive episodes of its own.
struct LaneIndividuals {
    private let networks: any LoadedNetworks
    /// The same, where they may be loaded part by part.
    private let dense: LoadedDenseNetworks?
    private let network: PolicyNetwork
    /// Of an individual that is not made part by part; made when it is needed.
    private var genome: Genome?
    /// A part of one that is.
    private let part: Buffer<Float>
    /// Of the request; nil: individuals are made whole.
    private var partial: (any PartialExpression)?
    /// Used by lanes, and one of them also by the individual expressed last.
    private var slots: NetworkSlots
    private var expressedIndividual = -1
    private var expressedSlot = -1

    /// - Parameters:
    ///   - networks: Of `network`, with `slotCount(lanes:)` slots.
    ///   - capacity: Lanes.
    init(_ networks: any LoadedNetworks, of network: PolicyNetwork, capacity: Int) {
        self.networks = networks
        dense = (networks as? LoadedDenseNetworks).flatMap { $0.takesParts ? $0 : nil }
        self.network = network
        part = Buffer(repeating: 0, count: min(network.floatCount, KernelSet.blockSize))
        slots = NetworkSlots(count: Self.slotCount(lanes: capacity))
    }

    /// Slots that so many lanes need: a lane that takes an individual runs none itself, nor does the one expressed
    /// before it, once another is.
    static func slotCount(lanes: Int) -> Int { lanes }

    /// Forgets all: what recipes stand for has changed.
    /// - Parameter expression: Of the requests to come.
    mutating func forget(_ expression: any RecipeExpression) {
        partial = dense == nil ? nil : expression as? any PartialExpression
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
            load(request.recipes[individual], request.expression)
        }
        slots.join(expressedSlot)
        networks[lane] = expressedSlot
    }

    /// Makes an individual's network in the slot of the one expressed last.
    private mutating func load(_ recipe: Recipe, _ expression: any RecipeExpression) {
        if let partial, let dense {
            for first in stride(from: 0, to: network.floatCount, by: KernelSet.blockSize) {
                partial.express(recipe, block: first / KernelSet.blockSize, into: part)
                let places = first..<min(first + KernelSet.blockSize, network.floatCount)
                dense.load(places, of: part, at: 0, slot: expressedSlot)
            }
            return
        }
        let whole = genome ?? network.makeGenome()
        genome = whole
        expression.express(recipe, into: whole)
        networks.load(whole, slot: expressedSlot)
    }

    mutating func leave(lane: Int) { slots.leave(networks[lane]) }

    func move(from source: Int, to target: Int) { networks[target] = networks[source] }
}
