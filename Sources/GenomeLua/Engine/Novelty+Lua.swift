import Search

extension NoveltyOptions {
    /// The options of `genome.novelty`.
    init(describing novelty: Description) {
        self.init()
        neighbors = novelty.integer("neighbors")!
        memory = novelty.number("memory")!
        archive = novelty.integer("archive")!
        weight = novelty.number("weight")!
    }
}

extension NoveltyESOptions {
    /// The options of `genome.novelty_es`.
    init(describing search: Description) {
        self.init()
        es = ESOptions(describing: search)
        variant = Variant(rawValue: search.text("variant")!)!
        centers = search.integer("centers")!
        choice = Choice(rawValue: search.text("choice")!)!
        neighbors = search.integer("neighbors")!
        archive = search.integer("archive")!
        episodes = search.integer("center_episodes")!
        weightStep = search.number("weight_step")!
        patience = search.integer("patience")!
    }
}
