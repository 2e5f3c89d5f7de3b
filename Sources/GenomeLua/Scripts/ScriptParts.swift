import LuaHost

/// The classes of a script that play a part in every step: they are checked and made read-only once it has run.
struct ScriptParts {
    private let description: Description
    private let module: ScriptModule
    private let place: String
    private let state: LuaState

    /// - Parameter place: The script, for messages.
    init(_ description: Description, _ module: ScriptModule, place: String, in state: LuaState) {
        self.description = description
        self.module = module
        self.place = place
        self.state = state
    }

    func prepareReward() throws(LuaError) {
        guard let reward = reference("reward") else { return }
        if !reward.isFunction {
            let reader = reader(reward, "reward")
            try reader.checkMethod("reward", isRequired: true)
            try reader.checkMethod("reset", isRequired: false)
        }
        try state.freeze(reward, name: "the reward's class")
    }

    /// - Returns: The methods of the search's class; empty where the script wrote none.
    func prepareSearch() throws(LuaError) -> Set<LuaSearchObject.Method> {
        guard let search = reference("search") else { return [] }
        let reader = reader(search, "search")
        var methods: Set<LuaSearchObject.Method> = []
        for method in LuaSearchObject.Method.allCases {
            let isRequired = method == .ask || method == .tell
            if try reader.checkMethod(method.name, isRequired: isRequired) { methods.insert(method) }
        }
        try state.freeze(search, name: "the search's class")
        return methods
    }

    /// - Returns: The bits that the encoder makes; nil where there is none.
    func prepareEncoder() throws(LuaError) -> Int? {
        try prepareCoder("encoder", method: "encode", size: "size")
    }

    /// - Returns: The outputs that the decoder reads; nil where there is none.
    func prepareDecoder() throws(LuaError) -> Int? {
        try prepareCoder("decoder", method: "decode", size: "outputs")
    }

    private func prepareCoder(_ option: String, method: String, size: String) throws(LuaError) -> Int? {
        guard let coder = reference(option) else { return nil }
        let reader = reader(coder, option)
        try reader.checkMethod(method, isRequired: true)
        try reader.checkMethod("reset", isRequired: false)
        let type = OptionType.integer(atLeast: 1, atMost: 1 << 20)
        guard let count = try reader.value(size, type)?.integer else {
            throw reader.error("\(size) is missing; it must be \(type.expectation)")
        }
        try state.freeze(coder, name: "the \(option)'s class")
        return count
    }

    private func reference(_ option: String) -> LuaReference? {
        description.callable(option).map { module.callables[$0] }
    }

    private func reader(_ reference: LuaReference, _ option: String) -> ClassReader {
        ClassReader(reference, place: "\(place): \(option)", state: state)
    }
}
