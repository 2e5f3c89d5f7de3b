import Experiments
import Search
var c = ExperimentConfiguration(name: "cp", scriptPath: "x", environment: "cartpole", search: .nes(NESOptions()))
c.encoder = CommandLine.arguments.contains("-q") ? .standard : .thermometer(count: 16, bounds: .init(low: [-2.4, -3, -0.2095, -3], high: [2.4, 3, 0.2095, 3]))
c.solved = SolvedRule(meanReturn: 475, episodes: 100, every: 1)
c.generations = 300
c.threads = 1
for s in 0..<10 {
  c.seed = UInt64(s)
  var r = RunRequest(); r.output = "/tmp/outs"
  let o = try Run.perform(c, r, observer: ProgressStyle.quiet.makeObserver())
  let e = try PolicyEvaluation(path: o.path, seed: 77)
  let e2 = try PolicyEvaluation(path: o.path)
  print(s, o.status, o.generation, o.meanTestReturn!, e2.meanReturn, e.meanReturn)
}
