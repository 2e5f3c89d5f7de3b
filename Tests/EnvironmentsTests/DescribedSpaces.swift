import Environments
import Foundation

/// What `spaces.json` says of an environment of Gymnasium's.
struct DescribedSpaces: Decodable {
    struct Part: Decodable {
        var count: Int?
        var low: [String]?
        var high: [String]?

        func isEqual(to space: Space) -> Bool {
            switch space {
            case .discrete(let count): self.count == count && low == nil
            case .box(let low, let high):
                self.low?.map { Float($0)! } == low.map { Float($0) }
                    && self.high?.map { Float($0)! } == high.map { Float($0) }
            case .binary, .image: false
            }
        }
    }

    let name: String
    let observation: Part
    let action: Part
    let maxSteps: Int

    /// Of the environment with Gymnasium's name; nil if there is none.
    static func load(_ name: String) throws -> DescribedSpaces? {
        guard let file = Bundle.module.url(forResource: "spaces", withExtension: "json", subdirectory: "Recordings")
        else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([DescribedSpaces].self, from: Data(contentsOf: file)).first { $0.name == name }
    }
}
