import Clinic
import ClinicStore
import Records

extension Lot {
  /// How the lot stood at a moment, in a word: its expiry counts where nothing worse does.
  ///
  /// A lot may be used on the day that it expires on, by the clinic's calendar.
  func standing(at moment: Instant, zone: ClinicZone) -> String {
    guard let status = status(at: moment) else { return "not received" }
    if status == .free, isExpired(at: moment, zone: zone) { return "expired" }
    return Words.plain(status)
  }

  /// Whether the lot was past its expiry.
  func isExpired(at moment: Instant, zone: ClinicZone) -> Bool {
    expiresOn.map { $0 < zone.date(moment) } ?? false
  }
}
