import ClinicStore
import EventLog
import Records

extension Head {
  /// `as of @52, 2026-03-29 08:31`.
  func asOf(_ zone: ClinicZone) -> String {
    "as of @\(position)" + (recordedAt.map { ", \(zone.display($0))" } ?? "")
  }
}
