---@meta genome
-- Written by code from the declarations of the options; do not edit.
error "definitions for editors; run scripts with genome-lua"

---What a script returns.
---@class genome.Experiment

---How an experiment searches.
---@class genome.Search
---Starts it, in the method start of the script's own search: on its problem, or on a part.
---@field start fun(self: genome.Search, problem: { bits?: integer, floats?: integer }): genome.StartedSearch

---How a search turns gradients into steps.
---@class genome.Optimizer

---How a search chooses parents.
---@class genome.Selection

---How a setting changes as a search goes on.
---@class genome.Schedule

---How a search prefers new behaviors.
---@class genome.Novelty

---What makes fitness of an episode's steps.
---@class genome.Reward

---How long episodes may be.
---@class genome.Limit

---What an experiment searches for.
---@class genome.Network

---What a policy sees of what is observed.
---@class genome.Observation

---How observations become bits.
---@class genome.Encoder

---How outputs become actions.
---@class genome.Decoder

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

---Numbers by position, from 1, in double precision; methods that change them return them.
---@class genome.Floats
---@field [integer] number
---@operator len: integer
---A copy, which may be changed.
---@field copy fun(self: genome.Floats): genome.Floats
---A copy of the values from one position to another.
---@field slice fun(self: genome.Floats, first: integer, last: integer): genome.Floats
---Sets each value.
---@field assign fun(self: genome.Floats, value: number|genome.Floats): genome.Floats
---Adds value by value.
---@field add fun(self: genome.Floats, x: genome.Floats): genome.Floats
---Adds a times x.
---@field axpy fun(self: genome.Floats, a: number, x: genome.Floats): genome.Floats
---Multiplies by a number.
---@field scale fun(self: genome.Floats, a: number): genome.Floats
---Multiplies value by value.
---@field multiply fun(self: genome.Floats, x: genome.Floats): genome.Floats
---Divides value by value.
---@field divide fun(self: genome.Floats, x: genome.Floats): genome.Floats
---Takes the square root of each value.
---@field sqrt fun(self: genome.Floats): genome.Floats
---Takes e to the power of each value.
---@field exp fun(self: genome.Floats): genome.Floats
---Takes the absolute value of each.
---@field abs fun(self: genome.Floats): genome.Floats
---Moves what is outside of the bounds to them.
---@field clamp fun(self: genome.Floats, low: number, high: number): genome.Floats
---The sum of products value by value.
---@field dot fun(self: genome.Floats, x: genome.Floats): number
---The sum.
---@field sum fun(self: genome.Floats): number
---The mean.
---@field mean fun(self: genome.Floats): number
---The Euclidean length.
---@field norm fun(self: genome.Floats): number
---The smallest value.
---@field min fun(self: genome.Floats): number
---The largest value.
---@field max fun(self: genome.Floats): number
---The positions from the smallest value to the largest, equal ones in turn.
---@field order fun(self: genome.Floats): integer[]
---Sets each value by a call of random:normal.
---@field normal fun(self: genome.Floats, random: genome.Random, mean?: number, deviation?: number): genome.Floats
---Sets each value by a call of random:uniform.
---@field uniform fun(self: genome.Floats, random: genome.Random, low?: number, high?: number): genome.Floats
---The values as a table.
---@field list fun(self: genome.Floats): number[]

---Bits by position, from 1, each read as 0 or 1; methods that change them return them.
---@class genome.Bits
---@field [integer] integer
---@operator len: integer
---A copy, which may be changed.
---@field copy fun(self: genome.Bits): genome.Bits
---A copy of the bits from one position to another.
---@field slice fun(self: genome.Bits, first: integer, last: integer): genome.Bits
---Sets each bit.
---@field assign fun(self: genome.Bits, value: integer|boolean|genome.Bits): genome.Bits
---Keeps 1 where one of the two bits is 1.
---@field xor fun(self: genome.Bits, other: genome.Bits): genome.Bits
---Keeps 1 where both bits are 1.
---@field band fun(self: genome.Bits, other: genome.Bits): genome.Bits
---Keeps 1 where any of the two bits is 1.
---@field bor fun(self: genome.Bits, other: genome.Bits): genome.Bits
---Turns each bit.
---@field invert fun(self: genome.Bits): genome.Bits
---How many bits are 1.
---@field popcount fun(self: genome.Bits): integer
---How many bits differ.
---@field distance fun(self: genome.Bits, other: genome.Bits): integer
---Sets each bit to random() < probability; without one, 64 bits by each random(0), lowest first.
---@field random fun(self: genome.Bits, random: genome.Random, probability?: number|genome.Floats): genome.Bits
---Sets each bit to 1 where the number is greater than the threshold, which is 0 unless given.
---@field above fun(self: genome.Bits, x: genome.Floats, threshold?: number): genome.Bits
---The bits as a table.
---@field list fun(self: genome.Bits): integer[]

---Numbers in rows and columns, both from 1; methods that change them return them.
---@class genome.Matrix
---A copy, which may be changed.
---@field copy fun(self: genome.Matrix): genome.Matrix
---The value in row i and column j.
---@field get fun(self: genome.Matrix, i: integer, j: integer): number
---Sets a value.
---@field set fun(self: genome.Matrix, i: integer, j: integer, value: number): genome.Matrix
---How many rows there are.
---@field rows fun(self: genome.Matrix): integer
---How many columns there are.
---@field columns fun(self: genome.Matrix): integer
---A copy of a row.
---@field row fun(self: genome.Matrix, i: integer): genome.Floats
---A copy of a column.
---@field column fun(self: genome.Matrix, j: integer): genome.Floats
---A copy of the values whose row and column are the same.
---@field diagonal fun(self: genome.Matrix): genome.Floats
---A new matrix: its rows are the columns.
---@field transpose fun(self: genome.Matrix): genome.Matrix
---Multiplies by a number.
---@field scale fun(self: genome.Matrix, a: number): genome.Matrix
---Adds a times another matrix.
---@field axpy fun(self: genome.Matrix, a: number, other: genome.Matrix): genome.Matrix
---The product with a matrix or a vector, as a new one.
---@field product fun(self: genome.Matrix, other: genome.Matrix|genome.Floats): genome.Matrix|genome.Floats
---The product of the transposed matrix with a vector.
---@field transposed_product fun(self: genome.Matrix, v: genome.Floats): genome.Floats
---Adds a x y^T; without y, a x x^T, and what was symmetric stays so.
---@field rank_one fun(self: genome.Matrix, a: number, x: genome.Floats, y?: genome.Floats): genome.Matrix
---The eigenvalues of a symmetric matrix, ascending, and the vectors as columns of length 1, the largest component of each positive.
---@field eigen fun(self: genome.Matrix): genome.Floats, genome.Matrix

---@class (exact) genome.ExperimentOptions
---An environment by name (genome-lua environments lists them) or path, or a class of the script.
---@field environment? string|genome.EnvironmentClass
---What is chosen for an environment that has options, as native ones may.
---@field environment_options? table<string, number|boolean|string>
---Rates variables without an environment: gives the fitness, and further objectives if any.
---@field fitness? fun(vector: genome.Floats|genome.Bits, random: genome.Random): number|number[]
---What fitness rates: bits, or floats.
---@field variables? { bits?: integer, floats?: integer, low?: number|number[], high?: number|number[] }
---Makes fitness from each step: reward(reward, observation, action, terminated, truncated), or a class. What it returns after the first number makes further objectives.
---@field reward? genome.Reward|fun(...)|{ reward: fun(...) }
---What a policy sees of images; without it, the images themselves.
---@field observation? genome.Observation
---Observation to bits; without it, made for the observation space. Or a class of the script.
---@field encoder? genome.Encoder|genome.EncoderClass
---What is searched for. Default genome.binary_network {}.
---@field network? genome.Network
---Network output to action; without it, made for the action space. Or a class of the script.
---@field decoder? genome.Decoder|genome.DecoderClass
---Says in numbers what an episode did, for selections and searches that compare behaviors; for novelty up to 1e150 either way.
---@field behavior? fun(episode: genome.Episode): number|number[]
---How it is searched for. Or a class of the script.
---@field search genome.Search|genome.SearchClass
---The run ends after so many at the latest. An integer >= 0. Default 1000.
---@field generations? integer
---Episodes that each individual plays in a generation. An integer >= 1. Default 1.
---@field episodes? integer
---How several episodes make one fitness. Default 'mean'.
---@field combine? 'mean'|'min'|'median'
---Whether all individuals of a generation play the same episodes. Default false.
---@field common_random_numbers? boolean
---What an error of the script in an episode does: end the run, give the individual the lowest fitness of the others, or play the episode once more. Default 'stop'.
---@field on_error? 'stop'|'worst'|'retry'
---Episodes end after so many steps; without it, the environment's own limit.
---@field max_steps? integer|genome.Limit
---When to stop early, and how the search's policy is tested.
---@field solved? { mean_return?: number, fitness?: number, episodes?: integer, every?: integer }
---Called before the first generation.
---@field on_start? fun(generation: genome.Generation)
---Called after each generation.
---@field on_generation? fun(generation: genome.Generation)
---Called after the last generation.
---@field on_finish? fun(generation: genome.Generation)
---Every random number of the run follows from it. An integer >= 0. Default 0.
---@field seed? integer
---Worker threads; without it, one for each processor. Results do not depend on it. An integer >= 1.
---@field threads? integer
---Histograms are logged in each generation that it divides. An integer >= 1. Default 10.
---@field log_every? integer
---How often the run is saved: one of the two. Default { seconds = 10 }.
---@field checkpoint_every? { generations?: integer, seconds?: number }
---A function of the script that takes longer ends the run. A number > 0 and <= 1000000000. Default 10.
---@field callback_seconds? number
---Megabytes that the script may hold in each thread; more ends the run. An integer of 1 to 1048576. Default 256.
---@field memory_limit? integer
---The experiment's folder in outputs; without it, the script's name.
---@field name? string

---@class (exact) genome.SignRewardOptions

---@class (exact) genome.AdaptiveLimitOptions
---Steps after which episodes of the first generation end. An integer >= 1.
---@field limit integer
---Share of a generation's episodes, those of all its rounds, that must reach the limit for it to rise. A number > 0 and <= 1. Default 0.5.
---@field threshold? number
---How many times as high it is then, rounded down, but higher by a step at least. A number > 1. Default 1.5.
---@field ratio? number
---The highest limit; without it, the environment's own. An integer >= 1.
---@field max? integer

---@class (exact) genome.NESOptions
---Individuals in a generation. An integer >= 1. Default 64.
---@field population_size? integer
---Step size on the logits; 10 is made for centered ranks. A number > 0. Default 10.
---@field learning_rate? number
---How fitness becomes utility. Default 'centered_ranks'.
---@field shaping? 'none'|'centered_ranks'|'standardized'
---Which gradient of the expected fitness is followed. Default 'natural'.
---@field gradient? 'natural'|'plain'
---Added to p(1 - p) where the natural gradient divides by it. A number > 0. Default 0.1.
---@field epsilon? number
---Standard deviation of the first logits. A number >= 0. Default 1.
---@field logit_deviation? number
---Logits are multiplied by it after each update. A number > 0 and <= 1. Default 1.
---@field logit_decay? number
---Whether individuals come in pairs with opposite draws. Default false.
---@field mirrored? boolean
---First standard deviation of each bias, or number of a dense network; their means begin at 0. A float32 number > 0. Default 1.
---@field bias_deviation? number
---Whether these deviations are learned. Default true.
---@field adapt_bias_deviation? boolean
---Step size on the means and deviations of biases. A number > 0. Default the value of learning_rate.
---@field bias_learning_rate? number
---How a gradient becomes a step. Default genome.sgd {}.
---@field optimizer? genome.Optimizer
---Defaults of the original program, as a table in Scripts/README.md has them.
---@field compat? 'genome'

---@class (exact) genome.ESOptions
---Individuals in a generation, even. An integer >= 2. Default 64.
---@field population_size? integer
---Standard deviation of the noise. A float32 number > 0. Default 0.1.
---@field deviation? number
---Step size of the optimizer. A number > 0. Default 0.05.
---@field learning_rate? number
---How fitness becomes utility; with reward = genome.sign_reward {}, 'none' and 'centered_ranks' are deep-neuroevolution's sign and centered_sign_rank. Default 'centered_ranks'.
---@field shaping? 'none'|'centered_ranks'|'standardized'
---Times the center, what is taken off the gradient. A number >= 0. Default 0.005.
---@field weight_decay? number
---How a gradient becomes a step. Default genome.adam {}.
---@field optimizer? genome.Optimizer
---Environment steps of a generation: pairs are added until there are as many. An integer >= 0. Default 0.
---@field timesteps? integer
---Defaults of a configuration of Uber's deep-neuroevolution, as a table in Scripts/README.md has them.
---@field compat? 'es_gym'|'es_atari'|'frostbite_es'|'humanoid_es'

---@class (exact) genome.NoveltyESOptions
---novelty: that alone (NS-ES); mixed: the mean of its ranks and those of fitness (NSR-ES); adaptive: both, by weights that follow success (NSRA-ES). Default 'adaptive'.
---@field variant? 'novelty'|'mixed'|'adaptive'
---Points that are searched around. An integer of 1 to 10000. Default 3.
---@field centers? integer
---Which center a generation moves: more likely a novel one, or one after the other. Default 'novelty'.
---@field choice? 'novelty'|'round_robin'
---Nearest behaviors whose mean distance is the novelty of another. An integer >= 1. Default 10.
---@field neighbors? integer
---Behaviors that the archive keeps, with each of which every individual is compared; past these the oldest leave. An integer >= 1. Default 100000.
---@field archive? integer
---Episodes that say what a center does after its move. An integer of 1 to 1000000. Default 1.
---@field center_episodes? integer
---By how much the weight of fitness changes at a time, where it is adaptive. A number >= 0 and <= 1. Default 0.05.
---@field weight_step? number
---Generations without a better center after which fitness counts less, where it is adaptive. An integer >= 1. Default 50.
---@field patience? integer
---Individuals in a generation, even. An integer >= 2. Default 64.
---@field population_size? integer
---Standard deviation of the noise. A float32 number > 0. Default 0.1.
---@field deviation? number
---Step size of the optimizer. A number > 0. Default 0.05.
---@field learning_rate? number
---Times the center, what is taken off the gradient. A number >= 0. Default 0.005.
---@field weight_decay? number
---How a gradient becomes a step. Default genome.adam {}.
---@field optimizer? genome.Optimizer
---Environment steps of a generation: pairs are added until there are as many. An integer >= 0. Default 0.
---@field timesteps? integer
---Defaults of a configuration of Uber's deep-neuroevolution (with reward = genome.sign_reward {}), as a table in Scripts/README.md has them.
---@field compat? 'frostbite_ns'|'frostbite_nsr'|'humanoid_ns'|'humanoid_nsr'

---@class (exact) genome.SGDOptions

---@class (exact) genome.MomentumOptions
---The part that is kept. Where a source damps the gradient by 1 - momentum, as Uber's SGD does, damp learning_rate so. A number >= 0 and < 1. Default 0.9.
---@field momentum? number

---@class (exact) genome.AdamOptions
---Decay of the mean of the gradient. A number >= 0 and < 1. Default 0.9.
---@field beta1? number
---Decay of the mean of its square. A number >= 0 and < 1. Default 0.999.
---@field beta2? number
---Added to the root of the mean square. A number > 0. Default 1e-08.
---@field epsilon? number

---@class (exact) genome.DeepGAOptions
---Individuals in a generation. An integer >= 1. Default 64.
---@field population_size? integer
---The best that have children, all equally, the elite among them. An integer >= 1. Default 10.
---@field parents? integer
---Standard deviation of what is added to each float, and probability that a bit flips: where there are bits at most 1. Default 0.02.
---@field mutation_power? number|genome.Schedule
---Part of each float that a mutation takes away before it adds, if its power is above 0; it holds weights that novelty lets grow. A number >= 0 and < 1. Default 0.
---@field weight_decay? number
---The best that are rated again, the elite so far among them; 0: none. An integer >= 0. Default 10.
---@field candidates? integer
---Episodes that rate them again. An integer of 1 to 1000000. Default 10.
---@field candidate_episodes? integer
---Environment steps of a generation, without those of candidates: individuals are added until there are as many. An integer >= 0. Default 0.
---@field timesteps? integer
---How parents are chosen by novelty; without it, by fitness.
---@field novelty? genome.Novelty
---A run or policy of genome.deep_ga: the first generation are its children.
---@field start? string
---Defaults of a configuration of Uber's deep-neuroevolution, as a table in Scripts/README.md has them.
---@field compat? 'ga_atari'

---@class (exact) genome.RandomSearchOptions
---Individuals in a generation. An integer >= 1. Default 64.
---@field population_size? integer
---The best that are rated again, the elite so far among them; 0: none. An integer >= 0. Default 10.
---@field candidates? integer
---Episodes that rate them again. An integer of 1 to 1000000. Default 10.
---@field candidate_episodes? integer
---Environment steps of a generation, without those of candidates: individuals are added until there are as many. An integer >= 0. Default 0.
---@field timesteps? integer
---Defaults of a configuration of Uber's deep-neuroevolution, as a table in Scripts/README.md has them.
---@field compat? 'rs_atari'

---@class (exact) genome.NoveltyOptions
---Nearest behaviors whose mean distance is the novelty of another. An integer >= 1. Default 10.
---@field neighbors? integer
---Probability that a behavior is archived: a generation adds this times its individuals. A number >= 0 and <= 1. Default 0.02.
---@field memory? number
---Behaviors that the archive keeps, with each of which every individual is compared; past these the oldest leave. An integer >= 1. Default 100000.
---@field archive? integer
---Share of novelty against fitness, both as ranks; 1: novelty alone. A number >= 0 and <= 1. Default 1.
---@field weight? number

---@class (exact) genome.LinearOptions
---Its first value. A number >= 0.
---@field from number
---Its last value, which it keeps. A number >= 0.
---@field to number
---Generations, or environment steps, from the first to the last. An integer >= 1.
---@field over integer
---What over counts. Default 'generations'.
---@field unit? 'generations'|'timesteps'

---@class (exact) genome.ExponentialOptions
---Its first value. A number > 0.
---@field from number
---Its last value, which it keeps. A number > 0.
---@field to number
---Generations, or environment steps, from the first to the last. An integer >= 1.
---@field over integer
---What over counts. Default 'generations'.
---@field unit? 'generations'|'timesteps'

---@class (exact) genome.GAOptions
---Individuals in a generation. An integer >= 2. Default 64.
---@field population_size? integer
---The best that go on unchanged. An integer >= 0. Default 1.
---@field elites? integer
---Chooses population_size - elites parents: selection(population, random). Default genome.tournament {}.
---@field selection? genome.Selection|fun(population: genome.Individual[], random: genome.Random): integer[]
---Probability that a bit is flipped, and that a number changes. A number >= 0 and <= 1. Default 0.01.
---@field mutation? number
---Probability that a child has two parents. A number >= 0 and <= 1. Default 0.5.
---@field crossover? number
---How two parents share: each bit by chance, or cut at one or two places. Default 'uniform'.
---@field crossover_kind? 'uniform'|'one_point'|'two_point'
---Standard deviation of what mutation adds to a number, and of first ones; those of a dense network begin by hidden_gain and output_gain. A float32 number > 0. Default 1.
---@field bias_deviation? number
---How parents are chosen by novelty; without it, by fitness.
---@field novelty? genome.Novelty

---@class (exact) genome.NSGA2Options
---Individuals that are bred in a generation, and that go on from it. An integer >= 2. Default 100.
---@field population_size? integer
---Probability that a bit is flipped, and that a number changes. A number >= 0 and <= 1. Default 0.01.
---@field mutation? number
---Probability that a child has two parents. A number >= 0 and <= 1. Default 0.9.
---@field crossover? number
---How two parents share: each bit by chance, or cut at one or two places. Default 'uniform'.
---@field crossover_kind? 'uniform'|'one_point'|'two_point'
---Standard deviation of what mutation adds to a number, and of first ones; those of a dense network begin by hidden_gain and output_gain. A float32 number > 0. Default 1.
---@field bias_deviation? number
---How novelty is worked out as a further objective; without it, novelty is none.
---@field novelty? genome.Novelty

---@class (exact) genome.TruncationOptions
---How many count as the best. An integer >= 1. Default 16.
---@field size? integer

---@class (exact) genome.TournamentOptions
---Individuals in a tournament. An integer of 1 to 65536. Default 3.
---@field size? integer

---@class (exact) genome.RouletteOptions
---'worst': the generation's lowest fitness; 'zero': then a negative fitness is an error. Default 'worst'.
---@field baseline? 'worst'|'zero'

---@class (exact) genome.StochasticUniversalOptions
---'worst': the generation's lowest fitness; 'zero': then a negative fitness is an error. Default 'worst'.
---@field baseline? 'worst'|'zero'

---@class (exact) genome.RankOptions
---How many times as likely as the mean the best is. A number >= 1 and <= 2. Default 2.
---@field pressure? number

---@class (exact) genome.BinaryNetworkOptions
---Widths of the hidden layers, from the input on; {} for none. A list, each entry an integer >= 1. Default { 64 }.
---@field hidden? integer[]
---Whether each unit has an integer bias, folded into its threshold. Default false.
---@field biases? boolean

---@class (exact) genome.DenseNetworkOptions
---Widths of the hidden layers, from the input on; {} for none. A list, each entry an integer >= 1. Default { 64 }.
---@field hidden? integer[]
---What becomes of a hidden unit's sum. Default 'tanh'.
---@field activation? 'tanh'|'relu'|'lrelu'|'elu'
---First weights of hidden layers deviate by this, divided by the root of their number of inputs; not with genome.nes, which has bias_deviation. A float32 number > 0. Default 1.
---@field hidden_gain? number
---The same of the output layer. A float32 number >= 0. Default 1.
---@field output_gain? number
---Observations of random play by whose statistics each hidden unit is normalised; without it, none is. An integer of 2 to 65536.
---@field virtual_batch? integer

---@class (exact) genome.ImageOptions
---Whether red, green and blue become one brightness, (4899 R + 9617 G + 1868 B + 8192) // 16384. Default false.
---@field grayscale? boolean
---Height and width that they get: a new pixel is the mean of what it covers, by area. A list, each entry an integer of 1 to 16777216.
---@field resize? integer[]
---Frames that are seen at once, the newest in the last channels; an episode begins with its first in all places. An integer of 1 to 256. Default 1.
---@field stack? integer

---@class (exact) genome.ThermometerOptions
---Bits for each value of the observation. An integer of 1 to 65536. Default 16.
---@field count? integer
---Lower bound of each value; without bounds, quantiles of random play are used. A finite float32 number or a list of them.
---@field low? number|number[]
---Upper bound of each value. A finite float32 number or a list of them.
---@field high? number|number[]
---The thresholds of each value, ascending, in place of count, low and high. A list, each entry a list, each entry a finite float32 number.
---@field thresholds? number[][]

---@class (exact) genome.BucketsOptions
---Bits for each value of the observation. An integer of 1 to 65536. Default 16.
---@field count? integer
---Lower bound of each value; without bounds, quantiles of random play are used. A finite float32 number or a list of them.
---@field low? number|number[]
---Upper bound of each value. A finite float32 number or a list of them.
---@field high? number|number[]
---The thresholds of each value, ascending, in place of count, low and high. A list, each entry a list, each entry a finite float32 number.
---@field thresholds? number[][]
---The edges of the original program.
---@field compat? 'genome'

---@class (exact) genome.SignOptions

---@class (exact) genome.RawBitsOptions

---@class (exact) genome.NormalizedOptions
---Values beyond so many deviations are cut off. A float32 number > 0. Default 5.
---@field clip? number

---@class (exact) genome.RawValuesOptions

---@class (exact) genome.SignDecoderOptions

---@class (exact) genome.ArgmaxOptions

---@class (exact) genome.LevelsOptions
---Levels of each value, evenly from its low to its high end. An integer of 2 to 65536. Default 5.
---@field count? integer
---Low end of each value; without ends, those of the action space. A finite float32 number or a list of them.
---@field low? number|number[]
---High end of each value. A finite float32 number or a list of them.
---@field high? number|number[]

---@class (exact) genome.ContinuousOptions
---Low end of each value; without ends, those of the action space. A finite float32 number or a list of them.
---@field low? number|number[]
---High end of each value. A finite float32 number or a list of them.
---@field high? number|number[]
---Standard deviation of what is added to each output while individuals are rated. A number >= 0. Default 0.
---@field noise? number

---@class genome
local genome = {}

---A whole experiment: what is learned, in which environment, how, and for how long.
---@param options genome.ExperimentOptions
---@return genome.Experiment
function genome.experiment(options) end

---Fitness is the sum of the signs of an episode's rewards: each step counts -1, 0 or 1.
---@param options genome.SignRewardOptions
---@return genome.Reward
function genome.sign_reward(options) end

---A limit of the episodes that rate individuals, which rises where many of a generation reach it; tests of the policy go up to max.
---@param options genome.AdaptiveLimitOptions
---@return genome.Limit
function genome.adaptive_limit(options) end

---Natural evolution strategies on a separable Bernoulli distribution of weight bits.
---@param options genome.NESOptions
---@return genome.Search
function genome.nes(options) end

---OpenAI's evolution strategy: antithetic noise around a center; bits are signs of real numbers.
---@param options genome.ESOptions
---@return genome.Search
function genome.es(options) end

---Evolution strategies around several centers that prefer new behaviors: NS-ES, NSR-ES, NSRA-ES.
---@param options genome.NoveltyESOptions
---@return genome.Search
function genome.novelty_es(options) end

---Plain steps: learning rate times gradient.
---@param options genome.SGDOptions
---@return genome.Optimizer
function genome.sgd(options) end

---Steps that keep a part of the step before, the heavy ball: velocity = momentum * velocity + gradient.
---@param options genome.MomentumOptions
---@return genome.Optimizer
function genome.momentum(options) end

---Adam: steps scaled by running means of the gradient and of its square.
---@param options genome.AdamOptions
---@return genome.Optimizer
function genome.adam(options) end

---A genetic algorithm of mutations alone, whose individuals are kept as seeds, whatever their size.
---@param options genome.DeepGAOptions
---@return genome.Search
function genome.deep_ga(options) end

---Individuals drawn anew in each generation, of which the best ever is kept.
---@param options genome.RandomSearchOptions
---@return genome.Search
function genome.random_search(options) end

---Parents are chosen by how far their behavior is from others, of this generation and an archive.
---@param options genome.NoveltyOptions
---@return genome.Novelty
function genome.novelty(options) end

---A setting that changes evenly from one value to another.
---@param options genome.LinearOptions
---@return genome.Schedule
function genome.linear(options) end

---A setting that changes by an even factor from one value to another.
---@param options genome.ExponentialOptions
---@return genome.Schedule
function genome.exponential(options) end

---A genetic algorithm on weight bits: elites, selection, crossover, flip mutation.
---@param options genome.GAOptions
---@return genome.Search
function genome.ga(options) end

---A genetic algorithm for several objectives: fitness, those that come with it, and novelty if asked.
---@param options genome.NSGA2Options
---@return genome.Search
function genome.nsga2(options) end

---Each parent is one of the best, all of them equally likely.
---@param options genome.TruncationOptions
---@return genome.Selection
function genome.truncation(options) end

---Each parent is the best of some drawn at random, with replacement.
---@param options genome.TournamentOptions
---@return genome.Selection
function genome.tournament(options) end

---Each parent is drawn in proportion to its fitness above a baseline; evenly where none is above it.
---@param options genome.RouletteOptions
---@return genome.Selection
function genome.roulette(options) end

---As genome.roulette, but each is chosen as often as expected, rounded up or down.
---@param options genome.StochasticUniversalOptions
---@return genome.Selection
function genome.stochastic_universal(options) end

---Each parent is drawn with a probability that rises linearly with its rank; ties share their ranks.
---@param options genome.RankOptions
---@return genome.Selection
function genome.rank(options) end

---A fully connected network whose weights and activations are bits.
---@param options genome.BinaryNetworkOptions
---@return genome.Network
function genome.binary_network(options) end

---A fully connected network of float32 numbers, whose output is linear.
---@param options genome.DenseNetworkOptions
---@return genome.Network
function genome.dense_network(options) end

---Images as a policy sees them: gray, of another size, several at once, in this order.
---@param options genome.ImageOptions
---@return genome.Observation
function genome.image(options) end

---Bits that fill up as a value rises: bit i is value >= threshold i.
---@param options genome.ThermometerOptions
---@return genome.Encoder
function genome.thermometer(options) end

---One bit of several is set: the cell in which a value lies.
---@param options genome.BucketsOptions
---@return genome.Encoder
function genome.buckets(options) end

---One bit for each value: value >= 0.
---@param options genome.SignOptions
---@return genome.Encoder
function genome.sign(options) end

---The observation's values are bits already: 0 or 1.
---@param options genome.RawBitsOptions
---@return genome.Encoder
function genome.raw_bits(options) end

---Each value less its mean and divided by its deviation in all observations so far, for a dense network.
---@param options genome.NormalizedOptions
---@return genome.Encoder
function genome.normalized(options) end

---The observation's values as they are, for a dense network.
---@param options genome.RawValuesOptions
---@return genome.Encoder
function genome.raw_values(options) end

---The sign of each output chooses: a binary action, or the low or high end of a box's value.
---@param options genome.SignDecoderOptions
---@return genome.Decoder
function genome.sign_decoder(options) end

---The action whose output is largest; among equals the first.
---@param options genome.ArgmaxOptions
---@return genome.Decoder
function genome.argmax(options) end

---Each value of a box's action is one of several levels: the one whose output is largest.
---@param options genome.LevelsOptions
---@return genome.Decoder
function genome.levels(options) end

---Each value of a box's action is an output of a dense network: -1 is its low end, 1 its high end.
---@param options genome.ContinuousOptions
---@return genome.Decoder
function genome.continuous(options) end

---With `n`, `value?`: so many numbers, each the value, or 0.
---With `values`: the numbers of a list.
---With `vector`: the numbers of a vector; bits are 0 and 1.
---@param n integer
---@param value? number
---@return genome.Floats
---@overload fun(values: number[]): genome.Floats
---@overload fun(vector: genome.Floats|genome.Bits): genome.Floats
function genome.floats(n, value) end

---With `n`: so many bits, each 0.
---With `values`: the bits of a list.
---@param n integer
---@return genome.Bits
---@overload fun(values: integer[]|boolean[]): genome.Bits
function genome.bits(n) end

---With `rows`, `columns`: zeros.
---With `values`: the numbers of a list of rows.
---@param rows integer
---@param columns integer
---@return genome.Matrix
---@overload fun(values: number[][]): genome.Matrix
function genome.matrix(rows, columns) end

---With `n`: ones on the diagonal of a square matrix, zeros elsewhere.
---@param n integer
---@return genome.Matrix
function genome.identity(n) end

---Declares values that `--set NAME=VALUE` replaces, each with its default: a number, string, boolean, or list of
---numbers or strings.
---@generic T: table
---@param defaults T
---@return T
function genome.parameters(defaults) end

---Declares numbers that callbacks and searches of the main script set and every worker reads.
---@generic T: table<string, number>
---@param initial T
---@return T
function genome.shared(initial) end

---Independent bits, each 1 with the probability sigmoid(logit).
---@param options { logits: genome.Floats }
---@return genome.Distribution
function genome.bernoulli(options) end

---Independent numbers, each normal with a mean and a deviation of its own.
---@param options { mean: genome.Floats, deviation: number|genome.Floats }
---@return genome.Distribution
function genome.gaussian(options) end

return genome
