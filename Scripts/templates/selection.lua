-- A selection scheme: chooses the parents of the next generation. Here by rank: the best of n is n times as likely as
-- the worst.
--
--   local my_selection = require "my_selection"
--   search = genome.ga { population_size = 64, elites = 1, selection = my_selection(63) }

-- parents: how many are wanted, population_size - elites.
return function(parents)
  return function(population, random)
    local count, order = #population, {}
    for i = 1, count do order[i] = i end
    table.sort(order, function(a, b) return population[a].fitness < population[b].fitness end)
    local chosen = {}
    for i = 1, parents do
      -- A rank r is drawn with probability r / (1 + 2 + ... + count).
      local draw, rank = random(count * (count + 1) // 2), 1
      while draw > rank do draw, rank = draw - rank, rank + 1 end
      chosen[i] = order[rank]
    end
    return chosen
  end
end
