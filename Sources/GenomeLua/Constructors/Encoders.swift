import Experiments

extension Constructor {
    private static let thresholdOptions = [
        Option(
            "count", .integer(atLeast: 1, atMost: 65_536), .value(.integer(16)),
            "Bits for each value of the observation"),
        Option(
            "low", .numberOrList(.single), .none,
            "Lower bound of each value; without bounds, quantiles of random play are used"),
        Option("high", .numberOrList(.single), .none, "Upper bound of each value"),
        Option(
            "thresholds", .list(of: .list(of: .number(.single), count: 1...65_536), count: 1...Int.max), .none,
            "The thresholds of each value, ascending, in place of count, low and high"),
    ]

    /// `genome.thermometer`: a bit for each threshold that a value reaches.
    static let thermometer = Constructor(
        name: "thermometer",
        className: "Thermometer",
        role: .encoder,
        sentence: "Bits that fill up as a value rises: bit i is value >= threshold i",
        options: thresholdOptions,
        check: { description throws(OptionError) in try checkThresholds(description) }
    )

    /// `genome.buckets`: one bit for each cell between thresholds.
    static let buckets = Constructor(
        name: "buckets",
        className: "Buckets",
        role: .encoder,
        sentence: "One bit of several is set: the cell in which a value lies",
        options: thresholdOptions + [
            Option("compat", .choice(["genome"]), .none, "The edges of the original program")
        ],
        check: { description throws(OptionError) in try checkThresholds(description) }
    )

    /// `genome.sign`: one bit a value.
    static let sign = Constructor(
        name: "sign", className: "Sign", role: .encoder, sentence: "One bit for each value: value >= 0", options: [])

    /// `genome.raw_bits`: an observation that is bits already.
    static let rawBits = Constructor(
        name: "raw_bits", className: "RawBits", role: .encoder,
        sentence: "The observation's values are bits already: 0 or 1",
        options: [])

    /// `genome.normalized`: numbers of like size for a dense network.
    static let normalized = Constructor(
        name: "normalized", className: "Normalized", role: .encoder,
        sentence:
            "Each value less its mean and divided by its deviation in all observations so far, for a dense network",
        options: [
            Option(
                "clip", .number(.positiveSingle),
                .value(.number(Double(EncoderChoice.standardClip))), "Values beyond so many deviations are cut off")
        ]
    )

    /// `genome.raw_values`: an observation as it is.
    static let rawValues = Constructor(
        name: "raw_values", className: "RawValues", role: .encoder,
        sentence: "The observation's values as they are, for a dense network",
        options: [])

    private static func checkThresholds(_ description: Description) throws(OptionError) {
        if let thresholds = description.list("thresholds") {
            for name in ["count", "low", "high"] where description.isGiven(name) {
                throw .conflict("thresholds stand alone; remove \(name)")
            }
            return try checkAscending(thresholds)
        }
        try checkEnds(description)
    }

    private static func checkAscending(_ thresholds: [DescriptionValue]) throws(OptionError) {
        for (offset, list) in thresholds.enumerated() {
            let numbers = list.list?.compactMap(\.number) ?? []
            for (number, next) in zip(numbers, numbers.dropFirst()) where !(Float(number) < Float(next)) {
                let (one, other) = (DescriptionValue.number(number), DescriptionValue.number(next))
                throw .conflict(
                    "thresholds[\(offset + 1)] must ascend strictly (in float32), got \(other) after \(one)")
            }
        }
    }

    /// Makes sure that each low is below its high.
    /// - Parameter type: In which they are kept, for messages.
    static func checkBounds(
        _ low: DescriptionValue, _ high: DescriptionValue, type: String = " (in float32)"
    ) throws(OptionError) {
        let (lows, highs) = (low.list ?? [low], high.list ?? [high])
        if low.list != nil && high.list != nil && lows.count != highs.count {
            throw .conflict("low and high must be equally long, got \(lows.count) and \(highs.count) entries")
        }
        for offset in 0..<max(lows.count, highs.count) {
            let (one, other) = (lows[min(offset, lows.count - 1)], highs[min(offset, highs.count - 1)])
            guard let bound = one.number, let limit = other.number else { continue }
            if type.isEmpty ? bound < limit : Float(bound) < Float(limit) { continue }
            let isList = low.list != nil || high.list != nil
            throw .conflict(
                "low must be below high\(type), got \(one) and \(other)\(isList ? " for value \(offset + 1)" : "")"
            )
        }
    }
}
