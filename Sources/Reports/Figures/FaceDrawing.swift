import Clinic

/// Where the zones of a face are drawn, from the front: the client's right is on the left.
enum FaceDrawing {
  /// A zone's place, as an ellipse; x to the client's left of the face's middle, y from its crown.
  struct Spot {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    /// Degrees that the ellipse is turned by.
    var turn = 0.0
  }

  /// How tall the drawing is.
  static let height = 400.0

  /// The place of a zone on a side; nil where it is not on the face or the neck.
  static func spot(_ zone: Zone, _ side: Side) -> Spot? {
    guard let spot = (side == .mid ? middle(zone) : aside(zone)) else { return nil }
    guard side == .right else { return spot }
    var mirrored = spot
    mirrored.x = -spot.x
    mirrored.turn = -spot.turn
    return mirrored
  }

  private static func middle(_ zone: Zone) -> Spot? {
    switch zone {
    case .forehead: Spot(x: 0, y: 74, width: 26, height: 26)
    case .glabella: Spot(x: 0, y: 122, width: 11, height: 15)
    case .nose: Spot(x: 0, y: 182, width: 13, height: 33)
    case .upperLip: Spot(x: 0, y: 231, width: 17, height: 7)
    case .perioral: Spot(x: 0, y: 249, width: 41, height: 25)
    case .chin: Spot(x: 0, y: 294, width: 22, height: 15)
    case .jawline: Spot(x: 0, y: 314, width: 34, height: 8)
    case .neck: Spot(x: 0, y: 356, width: 24, height: 26)
    // A zone that has two sides, told of without one: both are meant.
    case .temple, .periorbital, .cheekbone, .cheek: nil
    case .decolletage, .hand, .scalp, .abdomen, .fullFace, .scar, .other: nil
    }
  }

  private static func aside(_ zone: Zone) -> Spot? {
    switch zone {
    case .forehead: Spot(x: 46, y: 80, width: 25, height: 22, turn: 12)
    case .glabella: Spot(x: 9, y: 122, width: 8, height: 14)
    case .temple: Spot(x: 81, y: 122, width: 11, height: 26, turn: -4)
    case .periorbital: Spot(x: 41, y: 149, width: 29, height: 19)
    case .nose: Spot(x: 10, y: 190, width: 9, height: 28, turn: -8)
    case .cheekbone: Spot(x: 66, y: 184, width: 24, height: 11, turn: -24)
    case .cheek: Spot(x: 51, y: 220, width: 23, height: 27, turn: 14)
    case .upperLip: Spot(x: 15, y: 231, width: 13, height: 7, turn: 8)
    case .perioral: Spot(x: 31, y: 250, width: 10, height: 20)
    case .chin: Spot(x: 14, y: 294, width: 13, height: 14)
    case .jawline: Spot(x: 58, y: 279, width: 9, height: 39, turn: 37)
    case .neck: Spot(x: 32, y: 354, width: 14, height: 28)
    case .decolletage, .hand, .scalp, .abdomen, .fullFace, .scar, .other: nil
    }
  }

  /// The lines of the face, around a middle at x = 0.
  static let lines: [String] = [
    // Head, ears, neck, shoulders.
    "M-96 126C-101 44-60 2 0 2S101 44 96 126C96 178 88 218 71 256C53 296 27 324 0 324S-53 296-71 256C-88 218-96 178-96 126Z",
    "M-97 132C-110 122-113 142-108 160C-105 176-99 186-92 184",
    "M97 132C110 122 113 142 108 160C105 176 99 186 92 184",
    "M-52 291C-51 322-52 344-58 362C-72 378-104 386-132 396",
    "M52 291C51 322 52 344 58 362C72 378 104 386 132 396",
    // Hair.
    "M-92 98C-78 66-52 48 0 46S78 66 92 98",
    // Brows.
    "M-66 126C-56 115-38 113-22 121", "M66 126C56 115 38 113 22 121",
    // Eyes.
    "M-61 149C-50 137-32 137-22 150C-34 158-51 158-61 149Z",
    "M61 149C50 137 32 137 22 150C34 158 51 158 61 149Z",
    "M-47 147a6 6 0 1 0 12 0a6 6 0 1 0-12 0", "M35 147a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
    // Nose.
    "M-9 150C-10 174-17 190-19 204C-17 213-9 211 0 215C9 211 17 213 19 204C17 190 10 174 9 150",
    // Mouth.
    "M-28 249C-16 240-7 237 0 241C7 237 16 240 28 249C16 262-16 262-28 249Z",
    "M-28 249C-12 252 12 252 28 249",
  ]
}
