import Environments

extension EnvironmentSpecification {
    private struct Fields: Encodable {
        let name: String
        let summary: String
        let observations: String
        let actions: String
        let maxSteps: Int?

        enum CodingKeys: String, CodingKey {
            case name, summary, observations, actions
            case maxSteps = "max_steps"
        }
    }

    package var json: String {
        JSONText.line(
            Fields(
                name: name,
                summary: summary,
                observations: observationSpace.description,
                actions: actionSpace.description,
                maxSteps: maxSteps
            )
        )
    }

    /// One line for people.
    package var text: String {
        let limit = maxSteps.map { ", \($0) steps" } ?? ""
        return "\(name)  \(summary); observation \(observationSpace), action \(actionSpace)\(limit)"
    }
}
