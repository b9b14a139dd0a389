/// A module that SQLite knows by its name alone, until a statement first names it.
///
/// There are tables by the dozen, and a statement names few: what describes the others is never made.
final class OfferedModule<Module> {
  let name: String
  private let make: () -> Module
  private(set) lazy var module = make()

  init(_ name: String, make: @escaping () -> Module) {
    self.name = name
    self.make = make
  }
}
