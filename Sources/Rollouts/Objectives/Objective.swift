import Networks
import Randomness

/// A function that rates individuals without an environment. An instance belongs to one thread.
package protocol Objective: AnyObject {
    /// - Parameters:
    ///   - random: Where the draws of this rating are.
    ///   - further: Receives further objectives, if there are any; each finite.
    /// - Returns: The fitness, finite; higher is better.
    func rate(_ genome: Genome, random: RandomAddress, further: inout [Double]) throws -> Double
    /// Shows the numbers of a request to the function.
    func share(_ values: [Double])
    /// Whether an error may count as the individual's own: an error that a script raised.
    func isForgivable(_ error: any Error) -> Bool
}

/// An objective that an experiment chose, and how workers come by it.
package struct ObjectiveChoice: Sendable {
    package let variables: Variables
    /// Called by each worker on its own thread.
    package let make: @Sendable () throws -> any Objective

    package init(variables: Variables, make: @escaping @Sendable () throws -> any Objective) {
        self.variables = variables
        self.make = make
    }
}
