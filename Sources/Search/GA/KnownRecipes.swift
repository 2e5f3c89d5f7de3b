/// The recipes of the generation that is asked for, or that is to come: they are wanted to be rated, bred and told.
struct KnownRecipes {
    private var known: (generation: Int, recipes: [Recipe])?

    /// - Parameter make: Makes those of the generation, where they are not known.
    mutating func of(_ generation: Int, make: () -> [Recipe]) -> [Recipe] {
        if let known, known.generation == generation { return known.recipes }
        let recipes = make()
        known = (generation, recipes)
        return recipes
    }

    /// Those of a generation that were made otherwise.
    mutating func replace(_ generation: Int, _ recipes: [Recipe]) { known = (generation, recipes) }

    /// Forgets them: what they are made from has changed.
    mutating func forget() { known = nil }
}
