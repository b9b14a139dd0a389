/// What each rule that an entry may break asks for, in a line.
enum RuleWords {
  static func title(_ rule: Int64) -> String {
    switch rule {
    case 2: "happened after it was recorded"
    case 3: "names something that is not there"
    case 4: "a value out of range"
    case 5: "numbing taken off twice, or deeper than the cartridge goes"
    case 6: "numbing without a yes, or a pass without an open cartridge"
    case 7: "entered into a closed session"
    case 8: "a cartridge opened before"
    case 9: "a lot recalled, quarantined or expired"
    case 10: "no consent, no history, or an absolute contraindication"
    case 11: "an anaesthetic against an allergy, or the allergy unchecked"
    case 12: "cream still on when needling began"
    case 13: "deeper than device, protocol or credential allow"
    case 14: "more cream, or longer, than its label allows"
    case 15: "a relative contraindication, a wash-out, or too soon after the last"
    case 16: "a serum not labelled for needling, or without lot"
    case 17: "closed with a step missing"
    case 18: "a photo without consent, or a lapsed credential, training or device"
    case 19: "recorded late"
    case 20: "a call outside its window, or urgent and not followed"
    case 21: "booked twice, or absent before the start"
    case 22: "more sessions than planned"
    default: "rule \(rule)"
    }
  }
}
