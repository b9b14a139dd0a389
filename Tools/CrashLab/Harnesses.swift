/// Every harness, in the order in which they run.
var harnesses: [any Harness.Type] {
  [
    Kills.self,
    Cuts.self,
    Errors.self,
    Full.self,
    Races.self,
    Replayed.self,
    Flips.self,
  ]
}
