import Kernels
import Randomness

/// Makes fitness of the signs of rewards. It keeps nothing but the sums, which stand in the group's books.
final class SignReward: EpisodePart {
    let stage: Stage

    init(_ context: RewardContext, _ kernels: KernelSet) {
        stage = kernels.addingSigns(of: context.batch, to: context.books)
    }

    func reset(lane: Int, random: RandomStream) {}

    func move(from source: Int, to target: Int) {}
}
