import Kernels

/// Everything that turns an observation into an action: encoder, network and decoder.
package struct Policy: Sendable {
    package let shape: PolicyShape
    package let genome: Genome

    package init(shape: PolicyShape, genome: Genome) {
        self.shape = shape
        self.genome = genome
    }
}
