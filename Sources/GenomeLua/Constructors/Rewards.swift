extension Constructor {
    /// `genome.sign_reward`: Salimans et al. 2017, Conti et al. 2018.
    static let signReward = Constructor(
        name: "sign_reward",
        className: "SignReward",
        role: .reward,
        sentence: "Fitness is the sum of the signs of an episode's rewards: each step counts -1, 0 or 1",
        options: []
    )
}
