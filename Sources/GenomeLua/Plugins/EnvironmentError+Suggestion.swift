import Environments
import LuaHost

extension EnvironmentError {
    /// What is wrong, and the nearest right name where one is near.
    var suggestion: String {
        switch self {
        case .ambiguous, .notAllowed, .noOptions: return description
        case .unknown(let name, let available):
            let hint = NearestName.hint(for: name, among: available)
            return hint.isEmpty ? description : "there is no environment '\(name)'\(hint)"
        }
    }
}
