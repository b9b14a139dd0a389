import Clinic
import EventLog
import Records
import Testing

@Suite struct DeviceTests {
  private func device(_ clinic: Chronicle) throws -> Device {
    try #require(clinic.state(Device.self, "D1"))
  }

  @Test func `a device is in service from its commissioning, but for when it was withdrawn`() throws
  {
    var clinic = Chronicle()
    clinic.record(Chronicle.commissioned, on: "device/D1", at: "2026-03-01T09:00")
    clinic.record(
      .device(.deviceWithdrawn(DeviceWithdrawn())), on: "device/D1", at: "2026-03-05T09:00")
    #expect(try device(clinic).status == .withdrawn)
    clinic.record(
      .device(.deviceReturned(DeviceReturned())), on: "device/D1", at: "2026-03-07T09:00")
    let device = try device(clinic)
    #expect(device.status == .inService)
    #expect(device.status(at: Chronicle.at("2026-03-06T09:00")) == .withdrawn)
    #expect(device.status(at: Chronicle.at("2026-03-02T09:00")) == .inService)
    #expect(device.maxDepthMm == .hundredths(250))
  }

  @Test func `the next service is as the last service said`() throws {
    var clinic = Chronicle()
    func serviced(_ due: String) -> ClinicEvent {
      .device(.deviceServiced(DeviceServiced(nextDueOn: Chronicle.day(due))))
    }
    clinic.record(serviced("2027-03-01"), on: "device/D1", at: "2026-03-01T09:00")
    clinic.record(serviced("2026-09-01"), on: "device/D1", at: "2025-09-01T09:00")
    let device = try device(clinic)
    #expect(device.nextDueOn == Chronicle.day("2027-03-01"))
    #expect(
      device.service(at: Chronicle.at("2025-10-01T09:00"))?.nextDueOn
        == Chronicle.day("2026-09-01"))
  }

  @Test func `cleaning and faults are seen`() throws {
    var clinic = Chronicle()
    clinic.record(
      .device(.deviceCleaned(DeviceCleaned(agent: "alcohol"))), on: "device/D1", at: "11:00")
    clinic.record(
      .device(.deviceCleaned(DeviceCleaned(agent: "alcohol"))), on: "device/D1", at: "10:00")
    clinic.record(
      .device(.deviceFaultReported(DeviceFaultReported(fault: "rattles"))), on: "device/D1",
      at: "12:00")
    #expect(try device(clinic).cleanedAt == Chronicle.at("11:00"))
    #expect(try device(clinic).faults == 1)
    #expect(try device(clinic).lastFaultAt == Chronicle.at("12:00"))
  }
}
