import Records

extension Optional where Wrapped == ScaledDecimal {
  /// Adds an amount of the same scale; stops at the greatest that can be held.
  mutating func add(_ amount: ScaledDecimal) {
    guard let sum = self else {
      self = amount
      return
    }
    let (units, overflow) = sum.units.addingReportingOverflow(amount.units)
    self = ScaledDecimal(units: overflow ? .max : units, scale: sum.scale)
  }
}

extension Optional where Wrapped: Comparable {
  /// Keeps the greater.
  mutating func raise(to value: Wrapped) {
    if self.map({ $0 < value }) ?? true { self = value }
  }

  /// Keeps the lesser.
  mutating func lower(to value: Wrapped) {
    if self.map({ value < $0 }) ?? true { self = value }
  }
}

extension Int64 {
  /// Adds; stops at the greatest that can be held.
  mutating func add(_ amount: Int64) {
    let (sum, overflow) = addingReportingOverflow(amount)
    self = overflow ? .max : sum
  }
}

extension Optional {
  /// Adds a word that is not among them yet, and keeps them in the vocabulary's own order.
  mutating func include<Word: Vocabulary>(_ word: Word) where Wrapped == [Word] {
    guard let words = self else {
      self = [word]
      return
    }
    let place = words.firstIndex { $0.rawValue >= word.rawValue } ?? words.endIndex
    if place < words.endIndex, words[place] == word { return }
    self?.insert(word, at: place)
  }
}
