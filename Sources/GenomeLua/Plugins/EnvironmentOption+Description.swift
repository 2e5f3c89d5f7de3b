import Environments

extension Description {
    /// An option that holds any names, each with a value; empty where it is not given.
    func values(_ name: String) -> [EnvironmentOption] {
        guard case .options(let options) = self[name] else { return [] }
        return options.compactMap { option in
            let value: EnvironmentOption.Value? =
                switch option.value {
                case .number(let number): .number(number)
                case .boolean(let truth): .boolean(truth)
                case .text(let text): .text(text)
                default: nil
                }
            return value.map { EnvironmentOption(name: option.name, value: $0) }
        }
    }
}
