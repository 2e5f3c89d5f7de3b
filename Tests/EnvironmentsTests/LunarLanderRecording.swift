import Foundation

/// What `lunar-lander-v3.json` holds of Gymnasium's; Recordings/README.md describes it.
struct LunarLanderRecording: Decodable {
    struct Options: Codable, Hashable {
        var continuous = false
        var enableWind = false
    }

    /// An action is one number, or two throttles.
    enum Action: Codable {
        case choice(Int)
        case throttles([Double])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self = try (try? value.decode(Int.self)).map(Action.choice) ?? .throttles(value.decode([Double].self))
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .choice(let choice): try value.encode(choice)
            case .throttles(let throttles): try value.encode(throttles)
            }
        }
    }

    struct Flight: Decodable {
        let options: Options
        let seed: Int
        let actions: [Action]
        let observations: [[Double]]
        let rewards: [Double]
    }

    struct Play: Decodable {
        let options: Options
        let policy: String
        let returns: [Double]
        let lengths: [Double]
        let touches: [Double]
    }

    let flights: [Flight]
    let falls: [[Double]]
    let plays: [Play]

    static let result = Result {
        let file = Bundle.module.url(
            forResource: "lunar-lander-v3", withExtension: "json", subdirectory: "Recordings")!
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Self.self, from: Data(contentsOf: file))
    }
}
