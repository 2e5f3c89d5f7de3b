import Testing

@Suite(.enabled(if: Tool.isExpected, Tool.skipComment))
struct `Usage of genome-lua` {
    private let tool = Tool()
    private static let runUsage = "Usage: genome-lua run [<options>] [<script>]\n"

    @Test func `says when standard output takes nothing`() throws {
        let message = """
            error: standard output: cannot write: No space left on device; free some space there and try again

            """
        for command in ["environments", "run experiments/cartpole.lua --json"] {
            #expect(try tool.shell("genome-lua \(command) > /dev/full") == .init(status: 1, errors: message))
        }
    }

    @Test func `has help that ends with the script's own parameters`() throws {
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--set", "hidden=32,32", "--help")
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.hasPrefix("OVERVIEW: Run the experiment of a script, or go on with a run of it.\n"))
        #expect(outcome.output.contains("\nUSAGE: genome-lua run [<options>] [<script>]\n"))
        let parameters = """

            PARAMETERS OF experiments/cartpole.lua, for --set name=value:
              generations      default 300
              hidden           default 64  (now 32,32)
              learning_rate    default 10
              population_size  default 64

            """
        #expect(outcome.output.hasSuffix(parameters))
        #expect(try !tool.run("run", "--help").output.contains("PARAMETERS"))
    }

    @Test func `completes the script's parameters after --set in bash`() throws {
        let line = """
            source <(genome-lua --generate-completion-script bash)
            COMP_WORDS=(genome-lua run experiments/cartpole.lua --set h); COMP_CWORD=4
            COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            _genome-lua genome-lua h --set
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        #expect(try tool.shell(line) == .init(status: 0, output: "hidden=\n"))
    }

    @Test func `tells its version and its environments`() throws {
        #expect(try tool.run("--version") == .init(status: 0, output: "genome-lua 0.1.0\n"))
        let summary = "balance a pole on a cart by pushing the cart left or right (Gymnasium's CartPole-v1)"
        let written = "cartpole written in Lua: the same episodes, bit for bit"
        let inC = "cartpole written in C: the same episodes, bit for bit"
        let maze = "a robot in a maze with a dead end before the goal (Uber's HardMaze)"
        let lander = """
            lunar_lander  land on the moon between two flags (Gymnasium's LunarLander-v3); observation box(8), \
            action discrete(4), 1000 steps

            """
        let gymnasium = [
            "swing two links up by a torque between them (Gymnasium's Acrobot-v1)",
            "swing a weak car up a hill by driving left or right (Gymnasium's MountainCar-v0)",
            "swing a weak car up a hill with little force (Gymnasium's MountainCarContinuous-v0)",
            "swing a rod up and hold it there by a weak torque (Gymnasium's Pendulum-v1)",
        ]
        let text = """
            acrobot  \(gymnasium[0]); observation box(6), action discrete(3), 500 steps
            cartpole  \(summary); observation box(4), action discrete(2), 500 steps
            cartpole_in_c  \(inC); observation box(4), action discrete(2), 500 steps
            cartpole_in_lua  \(written); observation box(4), action discrete(2), 500 steps
            hard_maze  \(maze); observation box(11), action box(2), 400 steps
            \(Tool.hasLunarLander ? lander : "")\
            mountain_car  \(gymnasium[1]); observation box(2), action discrete(3), 200 steps
            mountain_car_continuous  \(gymnasium[2]); observation box(2), action box(1), 999 steps
            pendulum  \(gymnasium[3]); observation box(3), action box(1), 200 steps

            """
        #expect(try tool.run("environments") == .init(status: 0, output: text))
        let lines = try tool.run("environments", "--json").output.split(separator: "\n").map(String.init)
        #expect(lines.count == (Tool.hasLunarLander ? 9 : 8))
        let json = try JSON.object(lines[1])
        #expect(json["name"] as? String == "cartpole")
        #expect(json["max_steps"] as? Int == 500)
        #expect(json["summary"] as? String == summary)
    }

    static let runMistakes: [([String], String)] = [
        (["--threads", "0"], "--threads must be 1 to 1024, got 0"),
        (["--lanes", "0"], "--lanes must be 1 to 4096, got 0"),
        (["--generations", "0"], "--generations must be at least 1, got 0"),
        (["--seed", "9223372036854775808"], "--seed must be at most 9223372036854775807, got 9223372036854775808"),
        (["--output", ""], "--output must be a folder, got ''"),
        (["--resume", "--overwrite"], "--resume and --overwrite exclude each other"),
        (["--quiet", "--json"], "--quiet and --json exclude each other"),
        (["--set", "hidden"], "--set hidden: must be NAME=VALUE"),
        (
            ["--name", "a/b"],
            "--name: the run name \"a/b\" cannot be a folder's; "
                + "use at most 200 bytes, without '/' and control characters, not only dots, and not 'tfevents'"
        ),
    ]

    @Test(arguments: runMistakes) func `is refused in one line with status 64`(arguments: [String], message: String)
        throws
    {
        let outcome = try tool.start(["run", "experiments/cartpole.lua"] + arguments).wait()
        #expect(outcome.status == 64)
        #expect(outcome.errors.lines.first.map(String.init) == "Error: \(message)")
        #expect(!tool.exists("outputs"))
    }

    @Test func `without a script, or with an unknown option, is refused`() throws {
        let missing = "Error: Missing expected argument '<script>'\n" + Self.runUsage
        #expect(try tool.run("run") == .init(status: 64, errors: missing))
        let unknown = try tool.run("run", "experiments/cartpole.lua", "--sed", "7")
        #expect(unknown.status == 64)
        #expect(unknown.errors.lines.first == "Error: Unknown option '--sed'. Did you mean '--set'?")
    }

    /// Every thread wants room for its stack.
    @Test(.disabled(if: Tool.sanitizer != nil, "sanitizers reserve more than all of this room"))
    func `with more threads than the system starts is refused`() throws {
        let outcome = try tool.shell("ulimit -v 2000000; genome-lua run experiments/cartpole.lua --threads 1024")
        let message = "error: the system does not start 1024 threads; ask for fewer with --threads\n"
        #expect(outcome == .init(status: 65, errors: message))
        #expect(!tool.exists("outputs"))
    }

    static let settingMistakes = [
        ("hiden=3", "--set hiden: no such parameter; did you mean 'hidden'?"),
        ("hidden=x", "--set hidden: must be numbers parted by commas, got 'x'"),
        ("learning_rate=fast", "--set learning_rate: must be a number, got 'fast'"),
    ]

    @Test(arguments: settingMistakes) func `with a wrong --set points at the script's parameters`(
        setting: String, message: String
    ) throws {
        let outcome = try tool.run("run", "experiments/cartpole.lua", "--set", setting)
        #expect(outcome.status == 65)
        #expect(outcome.errors.lines.first.map(String.init) == "error: experiments/cartpole.lua:4: \(message)")
        #expect(!tool.exists("outputs"))
    }
}
