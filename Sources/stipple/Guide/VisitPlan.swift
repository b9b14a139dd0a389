import Clinic
import ClinicStore
import Records

/// A visit from the check at the door to the close, as data: its parts in the order of the room.
enum VisitPlan {
  /// Every part, in order; the opening is not among them.
  static let parts: [Part] =
    arrival + numbing + needling
    + [.step(pain), .step(mask), photosAfter, discards, .step(aftercare), .step(close)]

  /// Every step of them.
  static let steps: [Step] = parts.flatMap(\.steps)

  /// The session's beginning.
  static let opening = Step(
    name: "open", title: "Open the session",
    forms: [
      Form(
        "open", "begin", SessionOpened.eventType,
        [
          .given("client") { visit, _ in .string(visit.client.id) },
          .ask(
            "booking", if: { visit, _ in visit.bookingsToday.count > 1 },
            else: { visit, _ in .text(visit.bookingsToday.first?.id) }),
          .ask(
            "course", if: { visit, _ in !visit.coursesUnderWay.isEmpty },
            else: { visit, answers in
              .text(visit.booking(answers)?.course ?? visit.coursesUnderWay.last?.id)
            }),
          .given("ordinal") { visit, answers in
            guard let course = answers.text("course") else { return nil }
            return .integer(Int64(visit.earlier.count { $0.course == course }) + 1)
          },
          .ask("practitioner", else: { visit, answers in .text(visit.practitioner(answers)) }),
          .ask(
            "room",
            else: { visit, answers in
              .text(visit.booking(answers)?.room ?? visit.earlier.last?.room)
            }),
        ])
    ])

  private static let arrival: [Part] = [
    .step(
      Step(
        name: "check", title: "Same-day check",
        forms: [
          Form(
            "check", "", PreTreatmentChecked.eventType,
            [
              .ask(
                "outcome",
                else: { visit, _ in visit.barriers.isEmpty ? .word(CheckOutcome.fit) : nil }),
              .ask("note", if: { _, answers in answers.text("outcome") != "fit" }),
            ])
        ],
        isDone: { $0.session?.checkedAt != nil })),
    .step(
      Step(
        name: "abandon", title: "Not fit today",
        forms: [
          Form(
            "end", "end the visit here", SessionAbandoned.eventType,
            [.given("step") { _, _ in .word(VisitStep.check) }, .ask("reason")]),
          Form("go_on", "treat all the same", nil),
        ],
        prompt: "end the visit",
        isDue: { $0.session?.checkOutcome.map { $0 != .fit } ?? false },
        isDone: { $0.session?.cleansedAt != nil || !$0.passes.isEmpty }, isOptional: true)),
    .step(
      Step(
        name: "cleanse", title: "Cleanse",
        forms: [
          Form(
            "cleansed", "", SkinCleansed.eventType,
            lotAndProduct(SkinCleansed.eventType, .cleanser) + [
              recent(SkinCleansed.eventType, "antiseptic")
            ])
        ],
        isDone: { $0.session?.cleansedAt != nil })),
    .rounds(
      Rounds(
        prompt: { _ in "another photo" }, expectsMore: { _ in false },
        isDue: { $0.session?.photoDeclined != true },
        isBegun: { !$0.photos(.before).isEmpty },
        parts: [
          .step(
            Step(
              name: "photo", title: "Photos before",
              forms: [
                photo(.before),
                Form("declined", "the client wants none", PhotoDeclined.eventType),
              ],
              prompt: "photo",
              usual: { visit in
                guard visit.hasConsent(.photoRecord) else { return 1 }
                return 0
              },
              isDone: { $0.session?.photoDeclined == true },
              lack: { visit in
                let isThere = !visit.photos(.before).isEmpty || visit.session?.photoDeclined == true
                return isThere ? nil : "photos before"
              }))
        ])),
  ]

  private static let photosAfter: Part = .rounds(
    Rounds(
      prompt: { _ in "another photo" }, expectsMore: { _ in false },
      isDue: { $0.session?.photoDeclined != true && $0.hasConsent(.photoRecord) },
      isBegun: { !$0.photos(.after).isEmpty },
      parts: [
        .step(
          Step(
            name: "after", title: "Photos after",
            forms: [photo(.after), Form("none", "no photo after", nil)], prompt: "photo",
            lack: { $0.photos(.after).isEmpty ? "photos after" : nil }, isOptional: true))
      ]))

  private static func photo(_ phase: PhotoPhase) -> Form {
    Form(
      "taken", "a picture file of the clinic's own, named by its SHA-256", PhotoTaken.eventType,
      [
        .given("phase") { _, _ in .word(phase) },
        .ask(
          "view",
          else: { visit, _ in
            let taken = Set(visit.photos(phase).map(\.view))
            return PhotoView.allCases.first { !taken.contains($0) }.map { .word($0) }
          }),
        .ask("sha256"),
      ])
  }

  private static let pain = Step(
    name: "pain", title: "Pain",
    forms: [
      Form(
        "scored", "", PainScored.eventType,
        [
          .given("phase") { _, _ in .word(PainPhase.needling) }, .ask("score"),
          .ask(
            "tolerable",
            else: { _, answers in
              guard case .number(let score) = answers["score"] else { return nil }
              return .boolean((Int(score) ?? 10) <= 5)
            }),
          .ask("note"),
        ])
    ],
    isDue: { !$0.passes.isEmpty }, isDone: { $0.session?.painNeedling != nil })

  private static let mask = Step(
    name: "mask", title: "Mask",
    forms: [
      Form(
        "applied", "a mask was put on", MaskApplied.eventType,
        lotAndProduct(MaskApplied.eventType, .mask) + [
          recent(MaskApplied.eventType, "minutes"), recent(MaskApplied.eventType, "purpose"),
        ]),
      Form("none", "no mask today", nil),
    ],
    prompt: "mask",
    usual: { $0.stock.fitting(.mask, at: $0.now, on: $0.day).isEmpty ? 1 : 0 },
    isDone: { $0.session?.maskAt != nil }, isOptional: true)

  private static let discards: Part = .rounds(
    Rounds(
      prompt: nil, expectsMore: { !$0.openCartridges.isEmpty },
      isDue: { !$0.openCartridges.isEmpty },
      parts: [
        .step(
          Step(
            name: "discard", title: "Discard the cartridge",
            forms: [
              Form(
                "discarded", "", CartridgeDiscarded.eventType,
                [
                  .ask(
                    "cartridge", if: { visit, _ in visit.openCartridges.count > 1 },
                    else: { visit, _ in .text(visit.openCartridges.first?.cartridge) }),
                  recent(CartridgeDiscarded.eventType, "sharps_box"),
                ])
            ],
            detail: { $0.openCartridges.first?.cartridge },
            isDue: { !$0.openCartridges.isEmpty },
            lack: { visit in
              visit.openCartridges.isEmpty
                ? nil
                : "discard of " + visit.openCartridges.map(\.cartridge).joined(separator: ", ")
            }))
      ]))

  private static let aftercare = Step(
    name: "aftercare", title: "Aftercare",
    forms: [
      Form(
        "given", "", AftercareGiven.eventType,
        [
          recent(AftercareGiven.eventType, "document"),
          recent(AftercareGiven.eventType, "channel", else: .word(Channel.inPerson)),
          recent(
            AftercareGiven.eventType, "advice",
            else: .words([Advice.sunAvoidance, .spf, .noMakeup, .noActives, .noHomeRoller])),
          .ask(
            "other",
            if: { _, answers in
              guard case .array(let advice) = answers["advice"] else { return false }
              return advice.contains(.word(Advice.other))
            }),
          .ask("acknowledged", else: { _, _ in .boolean(true) }),
        ])
    ],
    isDone: { $0.session?.aftercareAt != nil })

  private static let close = Step(
    name: "close", title: "Close",
    forms: [
      Form(
        "close", "", SessionClosed.eventType,
        [
          .ask("condition"),
          .ask(
            "next_due_on",
            else: { visit, _ in
              guard let course = visit.course, let days = course.targetIntervalDays,
                let planned = course.sessionsPlanned,
                visit.earlier.count(where: { $0.course == course.id }) + 1 < planned
              else { return nil }
              return .string(CalendarDate(days: visit.day.days + days).iso)
            }),
          .ask("note"),
        ])
    ],
    isDone: { $0.session?.closedAt != nil }, lack: { _ in nil }, showsMissing: true)
}

extension VisitPlan {
  /// A field that is asked and is as it last was, unless there was none.
  static func recent(
    _ type: EventType, _ field: String, else usual: JSONValue? = nil
  ) -> Question {
    .ask(field, else: { visit, _ in visit.recent(type, field) ?? usual })
  }

  /// The lot, which is scanned first, and the product, which is asked only where there is no lot.
  static func lotAndProduct(_ type: EventType, _ category: ProductCategory) -> [Question] {
    [
      .ask(
        "lot", category,
        else: { visit, _ in
          let fit = visit.stock.fitting(category, at: visit.now, on: visit.day).map(\.id)
          if case .string(let id) = visit.recent(type, "lot"), fit.contains(id) {
            return .string(id)
          }
          return .text(fit.first)
        }),
      .ask(
        "product", category, if: { _, answers in answers["lot"] == nil },
        else: { visit, answers in
          guard let lot = answers.text("lot") else { return visit.recent(type, "product") }
          return .text(visit.stock.product(ofLot: lot)?.id)
        }),
    ]
  }
}

extension Visit {
  /// The client's bookings for today that are still to be kept.
  var bookingsToday: [Booking] {
    bookings.filter { booking in
      guard booking.status == .booked || booking.status == .arrived else { return false }
      return booking.startsAt.map { zone.date($0) == day } ?? false
    }
  }

  /// The client's courses that are not ended.
  var coursesUnderWay: [Course] { courses.filter { $0.isOpened && $0.status == .active } }

  /// The booking that was answered.
  func booking(_ answers: Answers) -> Booking? {
    guard let id = answers.text("booking") else { return nil }
    return bookings.first { $0.id == id }
  }

  /// Who is likely to treat: whom the booking names, else who types if they treat, else the last.
  func practitioner(_ answers: Answers) -> String? {
    if let booked = booking(answers)?.practitioner { return booked }
    let role = staff.first { $0.id == actor }?.role
    if role == .practitioner || role == .prescriber { return actor }
    return earlier.last?.practitioner ?? actor
  }
}
