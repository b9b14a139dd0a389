import Clinic
import EventLog
import Records
import Testing

@Suite struct ProductTests {
  @Test func `a product is what its label says`() throws {
    var clinic = Chronicle()
    let label = ProductLabel(maxGrams: .hundredths(6000), minMinutes: 60, maxMinutes: 300)
    clinic.record(
      .product(
        .productDefined(
          ProductDefined(
            name: "Cream", category: .anaesthetic,
            ingredients: [Ingredient(name: "lidocaine", percent: .hundredths(250), class: .amide)],
            label: label, source: "leaflet"))),
      on: "product/P1", at: "09:00")
    let product = try #require(clinic.state(Product.self, "P1"))
    #expect(product.category == .anaesthetic)
    #expect(product.label == label)
    #expect(product.ingredients?.map(\.class) == [.amide])
    #expect(product.definedAt == Chronicle.at("09:00"))
  }
}
