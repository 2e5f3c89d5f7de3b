import Environments
import Kernels
import Testing

@Suite struct `The start and the spaces of an environment` {
    private static func start<Dynamics: RecordedDynamics>(_: Dynamics.Type) throws {
        let environment = KernelEnvironment<Dynamics>(capacity: 4, kernels: .best)
        let count = 5000
        var (sums, squares) = (Dynamics.State(), Dynamics.State())
        for individual in 0..<count {
            let lane = individual % 4
            environment.reset(lane: lane, random: episodeStream(individual))
            let state = environment.state(of: lane)
            for (value, bounds) in Dynamics.startBounds.enumerated() {
                // Float32 may round a number up to the bound.
                #expect(bounds.contains(state[value]) || abs(state[value]) == Double(Float(bounds.upperBound)))
                let middle = (bounds.lowerBound + bounds.upperBound) / 2
                sums[value] += state[value] - middle
                squares[value] += (state[value] - middle) * (state[value] - middle)
            }
        }
        for (value, bounds) in Dynamics.startBounds.enumerated() {
            // Five standard errors of the mean, 0, and of the mean square, a third of the half width's.
            let half = (bounds.upperBound - bounds.lowerBound) / 2
            #expect(abs(sums[value] / Double(count)) <= 5 * half / Double(3 * count).squareRoot())
            let error = half * half * (4.0 / 45 / Double(count)).squareRoot()
            #expect(abs(squares[value] / Double(count) - half * half / 3) <= 5 * error)
        }
    }

    @Test(arguments: recordedDynamics) func `start evenly within Gymnasium's bounds`(
        dynamics: any RecordedDynamics.Type
    ) throws {
        try Self.start(dynamics)
    }

    @Test(arguments: recordedDynamics) func `are Gymnasium's, as is the step limit`(dynamics: any RecordedDynamics.Type)
        throws
    {
        let described = try #require(try DescribedSpaces.load(dynamics.gymnasiumName))
        let specification = dynamics.specification
        #expect(described.observation.isEqual(to: specification.observationSpace))
        #expect(described.action.isEqual(to: specification.actionSpace))
        #expect(described.maxSteps == specification.maxSteps)
        #expect(specification.layout == .valueMajor)
        #expect(specification.summary.contains("Gymnasium's \(dynamics.gymnasiumName)"))
    }
}
