import Environments
import FoundationEssentials
import GenomeLua
import Processes
import Rollouts

extension Benchmark {
    /// Environments in each of the two groups, and of the plain loop.
    private static let lanes = 256

    static let gymnasium = Benchmark(
        "gymnasium",
        unit: "x",
        """
        How many times as fast Gymnasium's CartPole-v1 is played by networks, two groups of 256 in one process of Python, \
        as a plain loop in Python steps and resets 256 of them, without networks.
        """
    ) { settings in
        let choice: EnvironmentChoice
        do {
            var configuration = ScriptConfiguration()
            configuration.python = .standard(settings.python)
            choice = try LoadedEnvironment.find(ChosenEnvironment("gymnasium:CartPole-v1"), configuration)
        } catch let error as PythonEnvironmentError {
            throw BenchmarkError.noPython(name: "gymnasium", reason: "\(error)")
        }
        let networks = try BalancingNetworks(kernels: settings.kernels)
        let evaluator = try networks.evaluator(
            threads: choice.groupsPerThread, lanes: lanes, makeKit: choice.makeKit)
        let loop = try PlainLoop(.standard(settings.python), lanes: lanes)
        let request = networks.request(episodes: 2048)
        var ratios: [Double] = []
        for _ in 0..<min(settings.repetitions, 5) {
            let cost = try loop.measure()
            var steps = 0
            let seconds = try Clock.wall.time { steps = try evaluator.evaluate(request).timesteps }
            ratios.append((Double(steps) * cost.step + Double(request.recipes.count) * cost.reset) / seconds)
        }
        return Measurement(work: "CartPole-v1, 2048 episodes, 256 environments in a group", samples: ratios)
    }
}

/// A program of Python that steps and resets environments in a plain loop.
private final class PlainLoop {
    /// Seconds of a step, and of a reset.
    struct Cost: Decodable {
        let step: Double
        let reset: Double
    }

    private let stream: MessageStream
    private let child: ChildProcess

    /// Its environments are balanced, so that none ends while it is stepped.
    private static let program = """
        import json, socket, struct, sys, time
        import gymnasium
        stream = socket.socket(fileno=3)
        environments = [gymnasium.make("CartPole-v1") for _ in range(int(sys.argv[1]))]
        def reset(seed):
            begin = time.perf_counter()
            for place, environment in enumerate(environments):
                observation, _ = environment.reset(seed=seed + place)
                observations[place] = observation
            return time.perf_counter() - begin
        observations = [None] * len(environments)
        seed = 0
        while stream.recv(4, socket.MSG_WAITALL):
            resets = steps = 0.0
            batches, rounds = 5, 80
            for _ in range(batches):
                seed += len(environments)
                resets += reset(seed)
                for _ in range(rounds):
                    actions = [1 if o[2] + o[3] > 0 else 0 for o in observations]
                    begin = time.perf_counter()
                    for place, environment in enumerate(environments):
                        observation, reward, terminated, truncated, _ = environment.step(actions[place])
                        if terminated or truncated:
                            sys.exit("an episode ended")
                        observations[place] = observation
                    steps += time.perf_counter() - begin
            answer = json.dumps({
                "step": steps / (batches * rounds * len(environments)),
                "reset": resets / (batches * len(environments)),
            }).encode()
            stream.sendall(struct.pack("<I", len(answer)) + answer)
        """

    init(_ processes: PythonProcesses, lanes: Int) throws {
        let (stream, end) = try MessageStream.pair()
        let nothing = try Descriptor.null()
        child = try ChildProcess(
            path: processes.interpreter().path, arguments: ["-c", Self.program, "\(lanes)"],
            environment: ProcessInfo.processInfo.environment,
            descriptors: [nothing, nothing, nothing, end])
        self.stream = stream
    }

    /// Has it measure itself.
    func measure() throws -> Cost {
        try stream.send([])
        return try JSONDecoder().decode(Cost.self, from: Data(stream.receive(.seconds(300))))
    }
}
