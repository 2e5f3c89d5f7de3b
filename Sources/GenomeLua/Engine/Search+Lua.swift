import Experiments
import Search

extension SearchChoice {
    /// The search that a constructor describes.
    init(describing search: Description) {
        switch search.constructor {
        case "nes": self = .nes(NESOptions(describing: search))
        case "novelty_es": self = .noveltyES(NoveltyESOptions(describing: search))
        case "deep_ga": self = .deepGA(DeepGAOptions(describing: search), name: "deep_ga", start: search.text("start"))
        case "random_search": self = .deepGA(DeepGAOptions(describing: search), name: "random_search", start: nil)
        case "es": self = .es(ESOptions(describing: search))
        case "ga":
            let described = search.subDescription("selection")
            self = .ga(
                GAOptions(describing: search),
                selection: described?.selection,
                selectionIdentity: described?.description ?? "the script's"
            )
        case "nsga2": self = .nsga2(NSGA2Options(describing: search))
        default: preconditionFailure("no search is made by genome.\(search.constructor)")
        }
    }
}
