import Records

/// Rule 11: no anaesthetic of a class that the client is allergic to, and none accepted before
/// allergies were asked about.
///
/// The classes are those of the entry's own ingredients and of the product's. The class `other`
/// says nothing, and meets nothing.
func checkAllergy(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  var classes: Set<SubstanceClass> = []
  var product: String?
  var findings: [Finding] = []
  switch visit.event {
  case .numbingApplied(let applied):
    classes = Set(applied.ingredients.map(\.class))
    product = applied.product
  case .numbingDecided(let decided) where decided.decision == .accepted:
    product = decided.product
    if !decided.allergyChecked {
      findings.append(
        finding(
          "numbing was accepted with allergies unchecked", "data.allergy_checked",
          hint: "ask about allergies and give allergy_checked=true",
          limit: "allergies checked before numbing is accepted"))
    }
  default: return []
  }
  classes.formUnion(
    product.flatMap { view.state(Product.self, $0)?.row.ingredients }?.map(\.class) ?? [])
  let allergies = view.chart(visit.session.client)?.allergies(at: visit.moment) ?? []
  let met = classes.intersection(allergies).subtracting([.other])
  for word in met.sorted(by: { $0.rawValue < $1.rawValue }) {
    findings.append(
      finding(
        "the cream is of class \(word.name), to which an allergy is recorded", "data.product",
        hint: "a cream of another class, or none",
        limit: "no anaesthetic of a class with a recorded allergy"))
  }
  return findings
}

private func finding(_ message: String, _ field: String, hint: String, limit: String) -> Finding {
  Finding(
    rule: 11, level: .refuseUnlessPast, message: message,
    hint: "\(hint), or --override --reason …", field: field, limit: limit)
}
