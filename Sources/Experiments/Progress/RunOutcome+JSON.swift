extension RunOutcome {
    private struct Fields: Encodable {
        let status: String
        let path: String
        let generation: Int
        let meanTestReturn: Double?

        enum CodingKeys: String, CodingKey {
            case status, path
            case generation = "generations_done"
            case meanTestReturn = "mean_test_return"
        }
    }

    /// One line: `{"generations_done":23,"mean_test_return":487.2,"path":"outputs/cartpole/run-1","status":"solved"}`.
    package var json: String {
        JSONText.line(
            Fields(status: status.rawValue, path: path, generation: generation, meanTestReturn: meanTestReturn)
        )
    }
}
