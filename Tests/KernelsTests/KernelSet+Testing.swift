import Kernels
import Testing

extension KernelSet: CustomTestStringConvertible {
    package var testDescription: String { name }
}
