import Environments
import Kernels

/// A stage of a step, and who carries it out; nil for what cannot fail.
struct GroupStage {
    let stage: Stage
    let work: (any LaneWork)?
}

/// The stages of a group's steps, in their order.
struct GroupSteps {
    let loop: StepLoop
    let work: [(any LaneWork)?]

    init(_ stages: [GroupStage], batch: ObservationBatch, books: EpisodeBooks, kernels: KernelSet) {
        loop = StepLoop(stages.map(\.stage), batch: batch, books: books, kernels: kernels)
        work = stages.map(\.work)
    }
}
