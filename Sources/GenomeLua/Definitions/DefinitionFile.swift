/// The definitions of the `genome` module for editors (LuaCATS), made from the declarations that the validator uses.
package enum DefinitionFile {
    /// Where it stands in a checkout and in an installation.
    package static let path = "Scripts/genome/genome.lua"

    package static var text: String {
        var parts = [opening]
        parts += Role.allCases.map { "---\($0.sentence).\n---@class \($0.className)\($0.methods)" }
        parts += [callbackClasses]
        parts += NativeClass.all.map(\.definition)
        parts += Constructor.all.map(optionsClass)
        parts.append("---@class genome\nlocal genome = {}")
        parts += Constructor.all.map(function)
        let names = Constructor.all.map(\.name)
        parts += NativeClass.all.flatMap { $0.functions(constructors: names) }
        parts.append(contentsOf: [parameters, shared, distributions, "return genome"])
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let opening = """
        ---@meta genome
        -- Written by code from the declarations of the options; do not edit.
        error "definitions for editors; run scripts with genome-lua"
        """

    private static let callbackClasses = """
        ---The random numbers of an episode: `random()`, `random(n)` and `random(a, b)` as math.random.
        ---@class genome.Random
        ---@overload fun(low?: integer, high?: integer): number
        ---@field uniform fun(self: genome.Random, low?: number, high?: number): number
        ---@field normal fun(self: genome.Random, mean?: number, deviation?: number): number

        ---A class of environments: each episode gets an instance.
        ---@class genome.EnvironmentClass
        ---@field observation_space table
        ---@field action_space table
        ---Steps after which an episode is truncated.
        ---@field max_steps? integer
        ---One sentence for a list of environments.
        ---@field summary? string
        ---Begins an episode: gives the first observation; an image as a string of bytes.
        ---@field reset fun(self: table, random: genome.Random): number[]|integer|string
        ---Takes a step: gives observation, reward, terminated and truncated.
        ---@field step fun(self: table, action: integer|number[]): number[]|integer|string, number, boolean, boolean?
        ---What the episode did, in numbers, as many each time.
        ---@field behavior? fun(self: table): number|number[]
        ---Draws the environment as it stands.
        ---@field render? fun(self: table, canvas: any)

        ---What a selection is given of each individual.
        ---@class genome.Individual
        ---Higher is better.
        ---@field fitness number
        ---What it did, where the experiment or the environment has a behavior: the mean over its episodes.
        ---@field behavior? number[]
        ---What `fitness` or `reward` gave beyond the fitness.
        ---@field objectives? number[]
        ---Environment steps of its episodes; a search is told them, a selection is not.
        ---@field steps? integer
        ---Whether an episode failed, where that is forgiven; a search is told, a selection is not.
        ---@field failed? boolean

        ---What a search is made for.
        ---@class genome.Problem
        ---Bits of an individual.
        ---@field bits integer
        ---Real numbers of an individual.
        ---@field floats integer
        ---The search's own draws, in all its methods.
        ---@field random genome.Random

        ---A distribution that a search draws from; it lasts until the search is asked again.
        ---@class genome.Distribution
        ---Gives a draw, which whoever rates it makes: equal seeds give equal draws, the sign -1 the mirrored one.
        ---@field sample fun(self: genome.Distribution, seed: integer, sign?: integer): genome.Draw

        ---A draw, in the place of a vector.
        ---@class genome.Draw
        ---Writes it out: bits or floats.
        ---@field vector fun(self: genome.Draw): genome.Bits|genome.Floats

        ---An individual that a native search handed out, in the place of a vector. It stands until its search is asked
        ---again, learns or is given another state.
        ---@class genome.Recipe
        ---Writes it out: bits, floats or both.
        ---@field vector fun(self: genome.Recipe): genome.Bits|genome.Floats|{ bits: genome.Bits, floats: genome.Floats }

        ---A native search at work; it may be kept in self.
        ---@class genome.StartedSearch
        ---Returns the recipes to rate, and the episodes of each where that is not the experiment's number.
        ---@field ask fun(self: genome.StartedSearch, generation: integer): genome.Recipe[], integer?
        ---Learns from the fitness of what it was asked for; returns true for another round in this generation.
        ---@field tell fun(self: genome.StartedSearch, evaluations: number[]|genome.Individual[]): boolean
        ---Returns its best guess.
        ---@field policy fun(self: genome.StartedSearch): genome.Recipe
        ---Returns its figures by name.
        ---@field scalars fun(self: genome.StartedSearch): table<string, number>
        ---Returns a copy of its state: what a checkpoint holds of it, by name.
        ---@field state fun(self: genome.StartedSearch): table
        ---Replaces what the table names.
        ---@field set_state fun(self: genome.StartedSearch, changes: table)

        ---An individual: a vector, a draw or a recipe, or both kinds.
        ---@alias genome.Vector genome.Floats|genome.Bits|genome.Draw|genome.Recipe|{ bits: genome.Bits|genome.Draw|genome.Recipe, floats: genome.Floats|genome.Draw|genome.Recipe }

        ---A class of searches. All that a search remembers is in self.
        ---@class genome.SearchClass
        ---Called once, also where a run goes on.
        ---@field start? fun(self: table, problem: genome.Problem)
        ---Returns the individuals to rate, and the episodes of each where that is not the experiment's number.
        ---@field ask fun(self: table, generation: integer): genome.Vector[], integer?
        ---Learns from what they earned; returns true for another round in this generation.
        ---@field tell fun(self: table, evaluations: genome.Individual[]): boolean?
        ---Returns the best guess, which is tested and saved; without it, the best individual of the last generation.
        ---@field policy? fun(self: table): genome.Vector
        ---Returns figures for the log.
        ---@field scalars? fun(self: table): table

        ---A class of encoders: each episode gets an instance.
        ---@class genome.EncoderClass
        ---Bits that it makes.
        ---@field size integer
        ---Fills `bits`, which are all 0, or returns a list of 0 and 1.
        ---@field encode fun(self: table, observation: number[]|string, bits: integer[]): integer[]?
        ---@field reset? fun(self: table, random: genome.Random)

        ---A class of decoders: each episode gets an instance.
        ---@class genome.DecoderClass
        ---Outputs of the network.
        ---@field outputs integer
        ---Returns an action.
        ---@field decode fun(self: table, outputs: integer[]): integer|number[]
        ---@field reset? fun(self: table, random: genome.Random)

        ---What a behavior function is given of an episode that has ended.
        ---@class genome.Episode
        ---The last.
        ---@field observation number[]|string
        ---Steps.
        ---@field length integer
        ---@field episode_return number

        ---What callbacks are given: figures of the last generation.
        ---@class genome.Generation
        ---From 0.
        ---@field index integer
        ---@field generations integer
        ---@field mean_return number
        ---@field best_return number
        ---Of the policy's test; nil where there was none.
        ---@field policy_return? number
        ---@field mean_fitness number
        ---@field best_fitness number
        ---@field mean_length number
        ---Steps after which its episodes were truncated; nil where max_steps is no genome.adaptive_limit.
        ---@field episode_limit? integer
        ---@field evaluations integer
        ---@field timesteps integer
        ---Where a function rates variables, the search's best guess as it was tested; nil where there was no test.
        ---@field solution? genome.Floats|genome.Bits
        ---Data that callbacks keep; part of the checkpoint.
        ---@field state table
        ---Writes a figure to the log.
        ---@field log fun(self: genome.Generation, tag: string, value: number)
        ---@field histogram fun(self: genome.Generation, tag: string, values: number[]|genome.Floats)
        ---Ends the run after this generation; on_generation alone may.
        ---@field stop fun(self: genome.Generation)
        """

    private static let parameters = """
        ---Declares values that `--set NAME=VALUE` replaces, each with its default: a number, string, boolean, or list of
        ---numbers or strings.
        ---@generic T: table
        ---@param defaults T
        ---@return T
        function genome.parameters(defaults) end
        """

    private static let distributions = """
        ---Independent bits, each 1 with the probability sigmoid(logit).
        ---@param options { logits: genome.Floats }
        ---@return genome.Distribution
        function genome.bernoulli(options) end

        ---Independent numbers, each normal with a mean and a deviation of its own.
        ---@param options { mean: genome.Floats, deviation: number|genome.Floats }
        ---@return genome.Distribution
        function genome.gaussian(options) end
        """

    private static let shared = """
        ---Declares numbers that callbacks and searches of the main script set and every worker reads.
        ---@generic T: table<string, number>
        ---@param initial T
        ---@return T
        function genome.shared(initial) end
        """

    private static func optionsClass(_ constructor: Constructor) -> String {
        let fields = constructor.options.map { option in
            let defaultText = option.defaultText.map { " Default \($0)." } ?? ""
            return """
                ---\(option.sentence).\(option.type.range.map { " \($0)." } ?? "")\(defaultText)
                ---@field \(option.name)\(option.isOptional ? "?" : "") \(option.type.luaType)
                """
        }
        return (["---@class (exact) \(className(constructor))"] + fields).joined(separator: "\n")
    }

    private static func function(_ constructor: Constructor) -> String {
        let lines =
            ["---\(constructor.sentence)."] + NativeClass.sentences(of: constructor.name)
            + ["---@param options \(className(constructor))", "---@return \(constructor.role.className)"]
            + NativeClass.overloads(of: constructor.name)
        return (lines + ["function genome.\(constructor.name)(options) end"]).joined(separator: "\n")
    }

    private static func className(_ constructor: Constructor) -> String {
        "genome.\(constructor.className)Options"
    }
}
