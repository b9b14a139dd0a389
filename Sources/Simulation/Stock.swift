import Clinic

/// A lot on the shelf, or no more.
struct StockLot {
  let id: String
  let product: Int
  let expires: Int
  var remaining: Int
  var isOpened = false
  /// Not to be used before this day.
  var heldUntil = 0
  var isRecalled = false
  /// The day on which it is thrown away, once expired.
  var disposal: Int
  /// Who had it: of serums only.
  var uses: [(client: Int, session: Int)] = []

  func isInDate(_ day: Int) -> Bool { day < expires - 1 }

  func isUsable(_ day: Int) -> Bool {
    remaining > 0 && isInDate(day) && day >= heldUntil && !isRecalled
  }
}

/// Every lot that the clinic ever had.
struct Stock {
  private(set) var lots: [StockLot] = []
  /// By product, the lots that are not used up, recalled or thrown away.
  private(set) var shelf: [[Int]] = Formulary.all.map { _ in [] }
  private var counts: [Int] = Formulary.all.map { _ in 0 }

  mutating func receive(
    _ product: Int, uses: Int, on day: Int, expires: Int, disposal: Int
  ) -> Int {
    counts[product] += 1
    let id = "\(Formulary.all[product].prefix)-\(counts[product])"
    lots.append(
      StockLot(
        id: id, product: product, expires: expires, remaining: uses, disposal: disposal))
    shelf[product].append(lots.count - 1)
    return lots.count - 1
  }

  /// How many treatments the usable lots are enough for.
  func uses(of product: Int, on day: Int) -> Int {
    shelf[product].reduce(0) { $0 + (lots[$1].isUsable(day) ? lots[$1].remaining : 0) }
  }

  /// The usable lot that expires first.
  func lot(of product: Int, on day: Int) -> Int? {
    shelf[product].filter { lots[$0].isUsable(day) }.min { lots[$0].expires < lots[$1].expires }
  }

  /// Another usable lot of the same product, which a wrong entry may name.
  func neighbour(of lot: Int, on day: Int) -> Int? {
    shelf[lots[lot].product].first { $0 != lot && lots[$0].isUsable(day) && lots[$0].isOpened }
  }

  /// A serum's lot that has expired for some days and is still on the shelf.
  func expired(on day: Int) -> Int? {
    shelf.indices.filter { Formulary.all[$0].serum != nil }.lazy.flatMap { shelf[$0] }.first {
      lots[$0].expires + 2 < day && lots[$0].remaining > 0 && !lots[$0].isRecalled
        && lots[$0].heldUntil <= day
    }
  }

  mutating func use(_ lot: Int, by client: Int, in session: Int) {
    lots[lot].remaining -= 1
    if Formulary.all[lots[lot].product].serum != nil { lots[lot].uses.append((client, session)) }
    if lots[lot].remaining == 0 { takeOff(lot) }
  }

  mutating func open(_ lot: Int) { lots[lot].isOpened = true }

  mutating func hold(_ lot: Int, until day: Int) { lots[lot].heldUntil = day }

  mutating func recall(_ lot: Int) {
    lots[lot].isRecalled = true
    takeOff(lot)
  }

  mutating func takeOff(_ lot: Int) {
    shelf[lots[lot].product].removeAll { $0 == lot }
  }
}
