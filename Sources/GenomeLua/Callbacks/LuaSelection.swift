import LuaHost
import Randomness
import Search

extension LoadedScript {
    /// What its own selection chooses for a rated population.
    /// - Precondition: It has one.
    package func selectParents(_ count: Int, fitness: [Double], generation: Int) throws -> [Int] {
        let address = RandomAddress(seed: 0, purpose: .selection, generation: generation)
        return try LuaSelection(function: selection!, state: state)
            .parents(count, of: RatedPopulation(fitness: fitness), random: RandomStream(address))
    }
}

/// A selection scheme that a script wrote.
struct LuaSelection: Selection {
    let function: LuaReference
    let state: LuaState

    func parents(_ count: Int, of population: RatedPopulation, random: RandomStream) throws -> [Int] {
        state.callback = LuaCallback(name: "selection", limit: state.callback.limit)
        return try state.select(
            function, fitness: population.fitness, behaviors: population.behaviors, objectives: population.objectives,
            count: count, stream: LuaStream(random))
    }
}
