import Environments
import Kernels
import Testing

@Suite struct `The registry of environments` {
    static let names = ["acrobot", "cartpole", "mountain_car", "mountain_car_continuous", "pendulum"]

    @Test func `has Gymnasium's five of classic control, by name`() {
        #expect(EnvironmentRegistry.entries.map(\.specification.name) == Self.names)
    }

    @Test(arguments: names) func `makes each by its name`(name: String) throws {
        let entry = try EnvironmentRegistry.entry(named: name)
        let environment = entry.make(3, .best)
        #expect(environment.specification == entry.specification)
        #expect(environment.specification.name == name)
        #expect(environment.batch.capacity == 3)
        #expect(environment.batch.valueCount == entry.specification.observationSpace.valueCount)
        #expect(environment.batch.layout == entry.specification.layout)
    }

    @Test func `refuses an unknown name with those that there are`() throws {
        let error = #expect(throws: EnvironmentError.self) { try EnvironmentRegistry.entry(named: "cartpool") }
        let known = "'acrobot', 'cartpole', 'mountain_car', 'mountain_car_continuous', 'pendulum'"
        #expect(error?.description == "there is no environment 'cartpool'; known are \(known)")
    }
}
