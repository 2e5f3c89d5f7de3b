-- Tournament selection: each parent is the best of some individuals drawn at random, with replacement. As
-- genome.tournament { size = 3 }, but a script: a pattern for schemes of your own.
--
--   local tournament = require "selection.tournament"
--   search = genome.ga { population_size = 100, elites = 1, selection = tournament { parents = 99, size = 3 } }

return function(options)
  local parents, size = options.parents, options.size or 3
  return function(population, random)
    local count, chosen = #population, {}
    for parent = 1, parents do
      local best = random(count)
      for _ = 2, size do
        local other = random(count)
        if population[other].fitness > population[best].fitness then best = other end
      end
      chosen[parent] = best
    end
    return chosen
  end
end
