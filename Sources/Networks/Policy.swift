import Kernels

/// Everything that turns an observation into an action: encoder, network and decoder.
package struct Policy: Sendable {
    package let shape: PolicyShape
    package let genome: Genome
    /// What normalises observations, where the encoder does so.
    package let normalization: Normalization?

    package init(shape: PolicyShape, genome: Genome, normalization: Normalization? = nil) {
        self.normalization = normalization
        self.shape = shape
        self.genome = genome
    }
}
