import Records

/// Rule 16: a serum is labelled for needling, and its lot is known; what is used of a lot is of the
/// product that is named.
func checkSerum(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .session(let event) = proposal.event else { return [] }
  var findings = checkProduct(of: proposal, in: view)
  guard case .serumApplied(let serum) = event else { return findings }
  if serum.labelledForNeedling != .yes {
    findings.append(
      Finding(
        rule: 16, level: .note,
        message: serum.labelledForNeedling == .no
          ? "the serum is not labelled for needling"
          : "it is not known whether the serum is labelled for needling",
        field: "data.labelled_for_needling", limit: "a serum labelled for needling"))
  }
  if serum.lot == nil {
    findings.append(
      Finding(
        rule: 16, level: .note, message: "the serum has no lot", field: "data.lot",
        limit: "a serum whose lot is known"))
  }
  return findings
}

/// Of an entry that names a lot beside a product.
private func checkProduct(of proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard let slot = proposal.event.type.record.field(named: "product")?.slot,
    let product = RecordView(trusting: proposal.payload.rawBytes).text(slot)
  else { return [] }
  return references(in: proposal.event.type, payload: proposal.payload).compactMap { name in
    guard name.isOf("lot"), case .stream(.lot, let id) = name.to,
      let received = view.state(Lot.self, id)?.row.product, received != product
    else { return nil }
    return Finding(
      rule: 16, level: .note, message: "lot \(id) is of product \(received), not of \(product)",
      field: name.dataField, limit: "a lot of the product")
  }
}
