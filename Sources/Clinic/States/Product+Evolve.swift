extension Product: StateRow {
  /// The kind of stream.
  public static let streamKind = StreamKind.product

  /// Whether the product is defined.
  public var isOpened: Bool { definedAt != nil }

  /// The event, if it is a product's.
  public static func event(of event: ClinicEvent) -> ProductEvent? {
    if case .product(let event) = event { event } else { nil }
  }

  /// Takes one event of a product in.
  public mutating func evolve(_ event: ProductEvent, _ entry: FoldedEntry) {
    switch event {
    case .productDefined(let it):
      definedAt = entry.occurredAt
      name = it.name
      category = it.category
      ingredients = it.ingredients
      label = it.label
      source = it.source
    }
  }
}
