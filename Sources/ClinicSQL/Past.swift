import ClinicStore
import LMDB
import Records

/// How a source answers for what was: its store's replay, so far as a cursor needs it.
struct Past: Sendable {
  /// The moment that a text names.
  var moment: @Sendable (_ text: String, _ view: TransactionView) throws -> Moment
  /// The record of a state row as a position saw it, without checksum, by a writer that is used for
  /// many; nil where it was not begun.
  var record:
    @Sendable (
      _ table: UInt8, _ id: String, _ position: UInt64, _ view: TransactionView,
      _ writer: inout RecordWriter
    ) throws -> [UInt8]?
  /// The rows of a table that a position saw otherwise, by the facts of its other tables if there are
  /// any yet; what `checkpoint` throws ends the reading.
  var rows:
    @Sendable (
      _ table: UInt8, _ position: UInt64, _ view: TransactionView, _ facts: PastFacts?,
      _ checkpoint: () throws -> Void
    ) throws -> PastRows
}
