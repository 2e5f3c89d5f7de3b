extension RunFront {
    /// A line for each member, below titles.
    package var text: String {
        let objectives = members[0].objectives.indices.map { $0 == 0 ? "fitness" : "objective_\($0 + 1)" }
        let titles = ["member"] + objectives + (members[0].novelty == nil ? [] : ["novelty"]) + ["individuals"]
        var table = TextTable(titles.map { ($0, .right) })
        for (index, member) in members.enumerated() {
            let values = member.objectives + (member.novelty.map { [$0] } ?? [])
            table.append(["\(index + 1)"] + values.map { "\($0)" } + ["\(member.individuals)"])
        }
        return table.lines.joined(separator: "\n")
    }

    private struct Fields: Encodable {
        let member: Int
        let objectives: [Double]
        let novelty: Double?
        let individuals: Int
    }

    /// An object for each member, a line each: `{"individuals":1,"member":1,"objectives":[9,2]}`.
    package var json: String {
        members.enumerated().map { index, member in
            JSONText.line(
                Fields(
                    member: index + 1, objectives: member.objectives, novelty: member.novelty,
                    individuals: member.individuals))
        }.joined(separator: "\n")
    }
}
