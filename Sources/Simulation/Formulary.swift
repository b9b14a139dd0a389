import Clinic
import Records

/// A product that the clinic keeps.
struct Supply {
  let definition: ProductDefined
  /// What its lots are called.
  let prefix: String
  let unit: StockUnit
  /// How many treatments one unit is enough for.
  let usesPerUnit: Int
  /// In how many of a hundred sessions it is used.
  let share: Int
  /// For how many days a new lot may still be used.
  let life: ClosedRange<Int>
  var serum: SerumKind?

  init(
    _ definition: ProductDefined, prefix: String, unit: StockUnit, usesPerUnit: Int = 1,
    share: Int, life: ClosedRange<Int>, serum: SerumKind? = nil
  ) {
    self.definition = definition
    self.prefix = prefix
    self.unit = unit
    self.usesPerUnit = usesPerUnit
    self.share = share
    self.life = life
    self.serum = serum
  }
}

/// The products, by their place in ``Formulary/all``; a product's id is its place plus one.
enum Formulary {
  static let hyaluronic = 0
  static let peptide = 1
  static let vitaminC = 2
  static let hydrogel = 3
  static let lidocaine = 4
  static let lidocainePrilocaine = 5
  static let lidocaineTetracaine = 6
  static let compounded = 7
  static let cartridge = 8
  static let cleanser = 9
  static let mask = 10
  static let sunscreen = 11

  static func id(_ product: Int) -> String { "P\(product + 1)" }

  private static let leaflet = "maker's leaflet, fictional"

  private static func percent(_ tenths: Int64) -> ScaledDecimal {
    ScaledDecimal(units: tenths * 10, scale: 2)
  }

  private static func serum(
    _ name: String, _ ingredient: String, _ tenths: Int64
  ) -> ProductDefined {
    ProductDefined(
      name: name, category: .serum,
      ingredients: [Ingredient(name: ingredient, percent: percent(tenths), class: .other)],
      source: leaflet)
  }

  static let all: [Supply] = [
    Supply(
      serum("Hyaluronic acid 1.5 % sterile", "sodium hyaluronate", 15), prefix: "HA",
      unit: .vial, share: 70, life: 120...240, serum: .hyaluronicAcid),
    Supply(
      serum("Peptide complex sterile", "palmitoyl tripeptide", 5), prefix: "PE", unit: .vial,
      share: 13, life: 80...160, serum: .peptide),
    Supply(
      serum("Vitamin C 10 % sterile", "ascorbic acid", 100), prefix: "VC", unit: .vial, share: 7,
      life: 70...120, serum: .vitaminC),
    Supply(
      serum("Hydrogel serum sterile", "carbomer", 8), prefix: "HG", unit: .syringe, share: 10,
      life: 90...200, serum: .hydrogel),
    Supply(
      ProductDefined(
        name: "Lidocaine 4 % cream", category: .anaesthetic,
        ingredients: [Ingredient(name: "lidocaine", percent: percent(40), class: .amide)],
        label: ProductLabel(
          maxAreaCm2: ScaledDecimal(units: 9_000, scale: 1),
          gramsPer10cm2: ScaledDecimal(units: 200, scale: 2), minMinutes: 30, maxMinutes: 60),
        source: "drug label"), prefix: "LC", unit: .tube, share: 30, life: 240...400),
    Supply(
      ProductDefined(
        name: "Lidocaine 2.5 % + prilocaine 2.5 % cream", category: .anaesthetic,
        ingredients: [
          Ingredient(name: "lidocaine", percent: percent(25), class: .amide),
          Ingredient(name: "prilocaine", percent: percent(25), class: .amide),
        ],
        label: ProductLabel(
          maxGrams: ScaledDecimal(units: 6_000, scale: 2),
          maxAreaCm2: ScaledDecimal(units: 6_000, scale: 1),
          gramsPer10cm2: ScaledDecimal(units: 150, scale: 2), minMinutes: 60, maxMinutes: 300),
        source: "drug label"), prefix: "LP", unit: .tube, share: 8, life: 240...400),
    Supply(
      ProductDefined(
        name: "Lidocaine 7 % + tetracaine 7 % cream", category: .anaesthetic,
        ingredients: [
          Ingredient(name: "lidocaine", percent: percent(70), class: .amide),
          Ingredient(name: "tetracaine", percent: percent(70), class: .ester),
          Ingredient(name: "4-(butylamino)benzoic acid", class: .paba),
        ], label: ProductLabel(minMinutes: 20, maxMinutes: 60),
        source: "drug label; a layer 1 mm thick"), prefix: "LT", unit: .tube, share: 10,
      life: 200...360),
    Supply(
      ProductDefined(
        name: "Benzocaine, lidocaine, tetracaine, compounded", category: .anaesthetic,
        ingredients: [
          Ingredient(name: "benzocaine", percent: percent(200), class: .ester),
          Ingredient(name: "lidocaine", percent: percent(60), class: .amide),
          Ingredient(name: "tetracaine", percent: percent(40), class: .ester),
        ], source: "prescription only; there is no label dose"), prefix: "BLT", unit: .gram,
      share: 0, life: 30...60),
    Supply(
      ProductDefined(
        name: "Pen cartridge, 12 pins", category: .cartridge, ingredients: [],
        source: "maker's manual, fictional"), prefix: "N", unit: .piece, share: 105,
      life: 600...900),
    Supply(
      ProductDefined(
        name: "Gentle cleanser", category: .cleanser, ingredients: [], source: leaflet),
      prefix: "CL", unit: .bottle, usesPerUnit: 25, share: 100, life: 300...600),
    Supply(
      ProductDefined(
        name: "Hydrogel sealing mask", category: .mask, ingredients: [], source: leaflet),
      prefix: "MK", unit: .sachet, share: 95, life: 300...500),
    Supply(
      ProductDefined(
        name: "Mineral sunscreen 50", category: .other,
        ingredients: [Ingredient(name: "zinc oxide", percent: percent(220), class: .other)],
        source: leaflet), prefix: "SP", unit: .bottle, usesPerUnit: 40, share: 80,
      life: 300...700),
  ]
}
