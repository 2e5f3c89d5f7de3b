import EventFiles

/// The charts of a run that show several figures at once.
enum RunCharts {
    /// Charts are the same for all runs of a kind, so that TensorBoard, which gathers those of all runs, shows each once.
    /// - Parameter isObjective: Whether an objective rates variables: what it gives stands in place of returns.
    static func layout(isObjective: Bool) -> ChartLayout {
        let name = isObjective ? "fitness" : "return"
        let search = ChartLayout.Category(
            title: "search",
            charts: [
                ChartLayout.Chart(title: "search/entropy", .lines(tags: ["search/entropy"])),
                ChartLayout.Chart(title: "search/update_norm", .lines(tags: ["search/update_norm"])),
            ])
        let population = ChartLayout.Category(
            title: name,
            charts: [
                ChartLayout.Chart(
                    title: "\(name): mean of the population, between its worst and its best",
                    .band(value: "\(name)/mean", lower: "\(name)/worst", upper: "\(name)/best")),
                ChartLayout.Chart(
                    title: "\(name): policy, best and mean",
                    .lines(tags: ["\(name)/policy", "\(name)/best", "\(name)/mean"])),
            ])
        return ChartLayout(categories: [population, search])
    }
}
