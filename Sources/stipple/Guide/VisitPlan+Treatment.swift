import Clinic
import Records

/// The parts of a visit in which the skin is numbed and needled.
extension VisitPlan {
  static let numbing: [Part] = [
    .step(
      Step(
        name: "numbing", title: "Numbing",
        forms: [
          Form(
            "decided", "", NumbingDecided.eventType,
            [
              .ask(
                "decision",
                else: { visit, _ in
                  visit.hasAnaestheticAllergy
                    ? .word(NumbingDecision.contraindicated)
                    : visit.earlierEntries.isEmpty
                      ? nil : visit.recent(NumbingDecided.eventType, "decision")
                }),
              .ask(
                "reason",
                else: { visit, answers in
                  if answers.text("decision") == NumbingDecision.contraindicated.name,
                    visit.hasAnaestheticAllergy
                  {
                    return .word(NumbingReason.allergy)
                  }
                  let last = visit.recent(NumbingDecided.eventType, "decision")
                  guard last == answers["decision"], !visit.earlierEntries.isEmpty else {
                    return nil
                  }
                  return visit.recent(NumbingDecided.eventType, "reason")
                }),
              .ask(
                "pain_tolerance",
                else: { visit, _ in
                  visit.earlierEntries.isEmpty
                    ? nil : visit.recent(NumbingDecided.eventType, "pain_tolerance")
                }),
              .ask(
                "product", .anaesthetic,
                if: { _, answers in
                  answers.text("decision") == NumbingDecision.accepted.name
                },
                else: { visit, answers in
                  guard answers.text("decision") == NumbingDecision.accepted.name else {
                    return nil
                  }
                  let fit = visit.stock.fitting(.anaesthetic, at: visit.now, on: visit.day)
                  return .text(visit.stock.product(ofLot: fit.first?.id)?.id)
                }),
              .ask("allergy_checked"),
              .ask("note"),
              .given("decided_by") { visit, _ in
                .text(visit.session?.practitioner ?? visit.actor)
              },
            ])
        ],
        isDone: { $0.session?.numbingDecidedAt != nil }, isPractitioners: true)),
    .step(
      Step(
        name: "cream", title: "Cream on",
        forms: [
          Form(
            "applied", "", NumbingApplied.eventType,
            lotAndProduct(NumbingApplied.eventType, .anaesthetic) + [
              .given("ingredients") { visit, answers in
                let ingredients = visit.stock.product(answers.text("product"))?.ingredients ?? []
                return .array(ingredients.map(JSONValue.ingredient))
              },
              .ask("grams"), .ask("area_cm2"),
              .ask("zones", else: { visit, _ in visit.course?.zones.map { .words($0) } }),
              .ask("occluded", else: { _, _ in .boolean(false) }), .ask("barrier_intact"),
              .ask("applied_by", else: { _, _ in .word(AppliedBy.staff) }),
            ])
        ],
        isDue: { $0.session?.numbingDecision == .accepted && $0.passes.isEmpty },
        isDone: { $0.session?.numbingPeriods?.isEmpty == false }, isPractitioners: true)),
    .step(
      Step(
        name: "cream_off", title: "Cream off",
        forms: [
          Form(
            "removed", "", NumbingRemoved.eventType,
            [
              .ask("residue_cleared", else: { _, _ in .boolean(true) }),
              .ask("reaction", else: { _, _ in .word(NumbingReaction.nothing) }),
              .ask("adequate", else: { _, _ in .boolean(true) }),
            ])
        ],
        detail: { $0.creamOnSince },
        isDue: { $0.session?.numbing(at: $0.now).isEmpty == false }, isPractitioners: true)),
  ]

  static let needling: [Part] = [
    .step(cartridge),
    .rounds(
      Rounds(
        prompt: { _ in "another zone" }, expectsMore: { !$0.zonesLeft.isEmpty },
        isDue: { !$0.openCartridges.isEmpty && !$0.isStopped },
        isBegun: { !$0.passes.isEmpty },
        isOpen: { visit in visit.zoneAtHand.map { !visit.isEnded($0) } ?? false },
        parts: [
          .rounds(
            Rounds(
              prompt: { "another pass on the \($0.zoneAtHand?.name ?? "skin")" },
              expectsMore: { visit in visit.otherSide != nil }, isDue: { !$0.isStopped },
              isBegun: { visit in visit.zoneAtHand.map { !visit.isEnded($0) } ?? false },
              parts: [.step(pass)])),
          .step(serum), .step(endpoint),
        ])),
  ]

  private static let cartridge = Step(
    name: "cartridge", title: "Cartridge",
    forms: [
      Form(
        "opened", "", CartridgeOpened.eventType,
        [
          .ask(
            "device",
            else: { visit, _ in
              let working = visit.stock.devices.filter { $0.status == .inService }.map(\.id)
              if case .string(let id) = visit.recent(CartridgeOpened.eventType, "device"),
                working.contains(id)
              {
                return .string(id)
              }
              return .text(working.first)
            }),
          lotAndProduct(CartridgeOpened.eventType, .cartridge)[0],
          .ask("cartridge", else: { visit, answers in visit.nextCartridge(answers.text("lot")) }),
          recent(CartridgeOpened.eventType, "pins"),
          recent(CartridgeOpened.eventType, "max_depth_mm"),
          .ask("seal_intact", else: { _, _ in .boolean(true) }),
        ])
    ],
    isDue: { !$0.isStopped }, isDone: { !$0.openCartridges.isEmpty || !$0.passes.isEmpty },
    isPractitioners: true)

  private static let pass = Step(
    name: "pass", title: "Needling",
    forms: [
      Form(
        "made", "", NeedlePassMade.eventType,
        [
          .ask(
            "cartridge", if: { visit, _ in visit.openCartridges.count != 1 },
            else: { visit, _ in .text(visit.openCartridges.last?.cartridge) }),
          .ask("zone", else: { visit, _ in visit.nextZone.map { .word($0) } }),
          .ask("side", else: { visit, answers in visit.usualSide(answers.text("zone")) }),
          .ask("depth_mm", else: { visit, answers in visit.usual("depth_mm", answers) }),
          .ask("passes", else: { visit, answers in visit.usual("passes", answers) }),
          .ask("directions", else: { visit, answers in visit.usual("directions", answers) }),
          .ask(
            "technique",
            else: { visit, answers in
              visit.usual("technique", answers) ?? .word(PassTechnique.glide)
            }),
          .ask(
            "speed", if: { visit, _ in visit.passes.isEmpty },
            else: { visit, answers in visit.usual("speed", answers) }),
          .ask(
            "speed_unit",
            if: { visit, answers in visit.passes.isEmpty && answers["speed"] != nil },
            else: { visit, answers in
              answers["speed"] == nil ? nil : visit.usual("speed_unit", answers)
            }),
          .ask("inside_rim", if: { _, answers in answers.text("zone") == Zone.periorbital.name }),
        ])
    ],
    detail: { $0.pauseTold }, isDue: { !$0.isStopped },
    lack: { $0.passes.isEmpty ? "needling" : nil }, isPractitioners: true)

  private static let serum = Step(
    name: "serum", title: "Serum",
    forms: [
      Form(
        "yes", "a serum was used here", SerumApplied.eventType,
        lotAndProduct(SerumApplied.eventType, .serum) + [
          asKnown("kind"), asKnown("purpose", else: .word(SerumPurpose.treatment)),
          asKnown("timing", else: .word(SerumTiming.during)),
          .ask("zones", else: { visit, _ in visit.zoneAtHand.map { .words([$0]) } }),
          .ask(
            "volume_ml", else: { visit, _ in visit.recent(SerumApplied.eventType, "volume_ml") }),
          asKnown("sterile"), asKnown("labelled_for_needling"),
        ]),
      Form("no", "none here", nil),
    ],
    prompt: "serum here",
    usual: { visit in
      guard !visit.isStopped else { return 1 }
      let isUsual =
        visit.serums.isEmpty
        ? Set(visit.passes.map(\.zone)).count == 1
          && !visit.stock.fitting(.serum, at: visit.now, on: visit.day).isEmpty
        : true
      return isUsual ? 0 : 1
    },
    detail: { $0.zoneAtHand?.name },
    isDue: { !$0.passes.isEmpty },
    isDone: { visit in
      guard let zone = visit.zoneAtHand else { return false }
      return visit.serums.contains { $0.zones.contains(zone) || $0.zones.contains(.fullFace) }
    }, isOptional: true, isPractitioners: true)

  private static let endpoint = Step(
    name: "endpoint", title: "Endpoint",
    forms: [
      Form(
        "reached", "", EndpointReached.eventType,
        [
          .ask(
            "zone", if: { visit, _ in visit.zonesWithoutEndpoint.count > 1 },
            else: { visit, _ in
              (visit.zonesWithoutEndpoint.last ?? visit.zoneAtHand).map { .word($0) }
            }),
          recent(EndpointReached.eventType, "endpoint"),
        ])
    ],
    detail: { $0.zoneAtHand?.name },
    isDue: { !$0.passes.isEmpty },
    isDone: { visit in visit.zoneAtHand.map { visit.isEnded($0) } ?? false },
    lack: { visit in
      let zones = visit.zonesWithoutEndpoint.map(\.name)
      return zones.isEmpty ? nil : "endpoint of " + zones.joined(separator: ", ")
    }, isPractitioners: true)

  /// A field of a serum that is asked only the first time that the product is used in the session.
  private static func asKnown(_ field: String, else usual: JSONValue? = nil) -> Question {
    .ask(
      field,
      if: { visit, answers in
        !visit.serums.contains { $0.product == answers.text("product") }
      },
      else: { visit, answers in
        let known = visit.recent(SerumApplied.eventType, "product") == answers["product"]
        return (known ? visit.recent(SerumApplied.eventType, field) : nil) ?? usual
      })
  }
}

extension JSONValue {
  /// An ingredient as a label gives it.
  static func ingredient(_ ingredient: Ingredient) -> JSONValue {
    .object(
      [Member(key: "name", value: .string(ingredient.name))]
        + (ingredient.percent.map { [Member(key: "percent", value: .number($0.description))] }
          ?? [])
        + [Member(key: "class", value: .word(ingredient.class))])
  }
}
