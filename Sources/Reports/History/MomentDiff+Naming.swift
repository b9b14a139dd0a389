import Clinic
import ClinicSQL
import ClinicStore
import Records

extension MomentDiff.Subject {
  /// A word that names no table which can be compared, and what to do instead.
  static func noTable(_ name: String) -> StoreError {
    let folded = name.lowercased()
    if folded == "events" {
      return StoreError(
        .badInput, "events are never changed; there is nothing to compare",
        hint: "stipple log --since @N")
    }
    if View.all.contains(where: { $0.name == folded }) {
      return StoreError(
        .badInput, "\(folded) is a view: only tables and streams say which event changed them",
        hint: "stipple query -c \"select * from \(folded)('@B') "
          + "except select * from \(folded)('@A')\"")
    }
    let names = TableType.all.map(\.name).sorted()
    return StoreError(
      .badInput, "there is no table \(name)",
      hint: Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
        ?? "session/S1, or one of \(names.joined(separator: ", "))")
  }
}
