import Clinic
import ClinicStore
import EventLog

extension SessionBundle {
  /// What the bundle tells whoever has never seen Stipple.
  var readme: String {
    let checkpoint = events.checkpoint
    let own = events.streams[0]
    let moment = "@\(checkpoint.size)"
    let others = events.streams.dropFirst().map { "`\($0.stream.text)`, \($0.count)" }
    let also = others.isEmpty ? "" : " With it come the streams \(others.joined(separator: "; "))."
    let outside = BundledNames(in: events).outside.map { "`\($0)`" }
    let named =
      outside.isEmpty
      ? ""
      : "\n\nNamed in these events, and not in this bundle: \(outside.joined(separator: ", "))."
    return """
      # Session \(session), as of \(moment)

      A clinic keeps its records with Stipple as a log of events: each is appended once, numbered
      from @1 without a gap, and never changed. What was wrong is corrected by a later event, and both stay.
      This folder holds all \(own.count) events of one session by the time the log had
      \(checkpoint.size), with what is needed to check them without Stipple.\(also)

      The log: `\(checkpoint.origin)`
      Its root: `\(checkpoint.root.base64)`
      Signed by: `\(key.text)`

      ## The files

      | file | what it is |
      | --- | --- |
      | `events.ndjson` | the events for people and programs, a JSON object a line, in the log's order |
      | `records/N.bin` | the bytes that the clinic keeps of @N: what its hash is taken over |
      | `proofs/N.tlog-proof` | that those bytes stand at @N of the checkpoint's log (c2sp.org/tlog-proof@v1) |
      | `checkpoint.note` | how many events the log had, and the root over them, signed (c2sp.org/tlog-checkpoint) |
      | `key.vkey` | the public key that signed (Ed25519, c2sp.org/signed-note) |
      | `keys.json` | the log's keys from its first on; each later one signed by the one before, and signing it |
      | `manifest.note` | how many events each stream has, and the SHA-256 of every file, signed |
      | `schemas/` | JSON Schema 2020-12 of each type of event here, with where each field lies in a record |
      | `report.html` | the session as the clinic reads it; for a browser, without any script |

      ## To check it

      With Python 3.11 and its package `cryptography`, and the script `Tools/verify-bundle.py` of
      Stipple's source, from wherever you trust it:

          python3 verify-bundle.py THIS-FOLDER --key KEY --checkpoint NOTE

      KEY is the clinic's public key and NOTE its checkpoint of \(checkpoint.size) events, as **you**
      kept them from before. Without them the script says only that the folder agrees with itself:
      whoever makes a false bundle can sign it with a key of his own. If the checkpoint that you
      kept is of N events, ask for a bundle made `--as-of @N`; or ask for `stipple prove --from`
      your checkpoint, which proves that the log of this one begins with the log of yours.

      By hand:

      1. `sha256sum -c manifest.note` finds a file that was changed; lines that are no digests are passed over.
      2. In `checkpoint.note` and `manifest.note`, the text up to and with the newline before the empty line is
         what is signed. A signature line is `— name base64`; the base64 holds 4 bytes of the key's id
         and 64 of the signature. The key is the last 32 bytes of the base64 in `key.vkey`.
      3. For each record: h = SHA-256(0x00 ‖ the file's bytes). Then for each hash p in its proof, from
         the first, h = SHA-256(0x01 ‖ p ‖ h) or SHA-256(0x01 ‖ h ‖ p), as RFC 9162 §2.1.3.2 says for
         that index. At the end h is the checkpoint's root.
      4. Decode the record as below, and hold it against its line in `events.ndjson`.

      ## The bytes of a record

      Little-endian. u16 schema, u16 version, u16 count n of slots, u16 zero; one bit a slot, set
      where the slot is present, in as many words of 8 bytes as are needed; n slots of 8 bytes; then
      the texts, lists and records that slots point to by u32 offset from the record's first byte
      and u32 length.

      | a field that is | is kept as |
      | --- | --- |
      | a whole number, true or false | i64; 1 or 0 |
      | a number with `x-scale` s | i64, the value times 10 to the s |
      | a date, a date-time | i64, days or microseconds since 1970-01-01 in UTC |
      | a word of an `enum` | i64, its place in the list from 0 |
      | text, any JSON (`x-json`) | points to UTF-8 |
      | an object | points to a record |
      | an array | points to u64 count, and a word of 8 bytes an item: a number, or what points to it |

      Which slot a field has is its `x-slot` in `schemas/events/TYPE.VERSION.json`, whose `x-id` is the
      record's schema. The record of an event itself has schema 1, version 1 and these slots:

      | slot | holds |
      | --- | --- |
      | 0 | `position`, whole number |
      | 1 | from the lowest bits: u16 `x-id` of the type, u16 `schema`, i16 minutes of offset of `occurred_at`, u8 kind of stream, 4 bits `precision`, 4 bits `entry_mode`; words by their place in `schemas/types.json` |
      | 2, 3 | the stream's id, text; `version`, whole number |
      | 4, 5 | `occurred_at`, `recorded_at`, date-times |
      | 6 | `recorded_by`, text |
      | 7 | `data`, a record by the schema of its type |
      | 8, 9 | `clock` where it is not `recorded_at`; `performed_by` where it is not `recorded_by` |
      | 10, 11, 12 | `event_id`, `correlation`, texts; `causation`, whole number |
      | 13 | `late_reason`, text |
      | 14 | `deviations`, an array of records with 0 `rule`, 1 `authorised_by`, 2 `limit`, 3 `observed`, 4 `reason` |

      ## What it proves

      Held against a key and a checkpoint that you kept: that each event here stood in the clinic's log, to the
      byte, at its position, when your checkpoint was made; and that none between the first and
      the last of its stream was left out, since versions go up from 1 by 1.

      ## What it cannot prove

      - That what was recorded is what happened. `recorded_at` is the clinic's own clock.
      - That nothing follows the last event of the stream. An event left off at the end leaves no
        gap; `manifest.note` has the clinic's signature under their number, so that a later one that turns
        up shows who kept it back. Whoever holds the whole log (`stipple export --format log`) can look.
      - That the log was not written anew before your first checkpoint, or that the clinic shows
        everyone the same log. Only checkpoints that others keep can show that; keep this one.
      - What `report.html` tells of other streams: names of the client and of staff, products and the
        dates of lots, consents. It is signed as a whole in `manifest.note`, and no more. Those streams are left
        out because they tell of more than this session, a lot's of other clients even; the clinic
        can add one with `stipple bundle \(session) --with STREAM`.\(named)

      """
  }
}
