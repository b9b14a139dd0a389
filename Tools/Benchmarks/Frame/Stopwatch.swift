import Glibc

/// Nanoseconds that a unit of the work took, of so many that it does.
func time<Failure: Error>(
  units: Int = 1, _ work: () throws(Failure) -> Void
) throws(Failure) -> Double {
  let start = nanoseconds()
  try work()
  return Double(nanoseconds() - start) / Double(max(units, 1))
}

/// The clock that never goes back (`clock_gettime`, `CLOCK_MONOTONIC`).
func nanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
