import ArgumentParser
import LuaHost

/// What a script may do beyond the sandbox, for one run of the program.
struct SandboxOptions: ParsableArguments {
    /// One thing that is allowed.
    struct Allowance: ExpressibleByArgument {
        let value: LuaAllowances

        init?(argument: String) {
            guard let value = LuaAllowances(name: argument) else { return nil }
            self.value = value
        }

        static var allValueStrings: [String] { LuaAllowances.named.map(\.name) }
    }

    @Option(
        help: ArgumentHelp(
            """
            Let scripts use Lua's io or os library, or native libraries, environments among them; once for each. A resumed \
            run needs it again.
            """,
            valueName: "what"
        )
    )
    var allow: [Allowance] = []

    var allowances: LuaAllowances { LuaAllowances(allow.map(\.value)) }
}
