/// An error of an environment or a reward function, with the episode in which it happened.
package struct EpisodeFailure: Error, CustomStringConvertible {
    package let error: any Error
    /// Counted from 0, as are the next two.
    package let generation: Int
    package let individual: Int
    package let episode: Int
    /// Steps that the episode had before.
    package let step: Int

    /// As messages say it: individuals and episodes count from 1.
    package var place: String {
        "individual \(individual + 1) of generation \(generation), episode \(episode + 1), step \(step)"
    }

    package var description: String { "\(error) (\(place))" }
}
