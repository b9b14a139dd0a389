#!/usr/bin/env python3
"""Make the table of Unicode properties that the terminal output is laid out by.

Reads the Unicode character database of Debian's `unicode-data` package and writes one Swift file of
transitions: from this scalar on, these properties. `--check` compares instead of writing, and exits 1
when the file is not what the data says.
"""

import argparse
import pathlib
import re
import sys

LAST = 0x10FFFF

# One byte of properties a scalar; ScalarProperties.swift names the same bits.
ZERO, WIDE = 0, 2
NARROW = 1
HIDDEN = 1 << 2
PICTOGRAPH = 1 << 3
EMOJI_BASE = 1 << 4
JOINING = 1 << 5
IDEOGRAPH = 1 << 6
MARK = 1 << 7

# Scripts that are misspelt without U+200C and U+200D (Unicode Standard, chapters 9 and 12 to 16).
JOINING_SCRIPTS = """
    Adlam Arabic Balinese Bengali Chakma Devanagari Gujarati Gurmukhi Hanifi_Rohingya Javanese Kannada
    Khmer Malayalam Mandaic Mongolian Myanmar Nko Oriya Phags_Pa Sinhala Syriac Tamil Telugu Tibetan
""".split()


def rows(path):
    """The fields of each line of a data file, with the scalars it is about as a range."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        head, *fields = [field.strip() for field in line.split(";")]
        first, _, last = head.split()[0].partition("..")
        yield range(int(first, 16), int(last or first, 16) + 1), head, fields


def general_categories(path):
    """The general category of each scalar; Cn where the database says nothing."""
    category = ["Cn"] * (LAST + 1)
    first = None
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, kind = line.split(";")[:3]
        code = int(code, 16)
        if name.endswith(", First>"):
            first = code
            continue
        start = first if name.endswith(", Last>") else code
        category[start : code + 1] = [kind] * (code + 1 - start)
        first = None
    return category


def with_property(path, *names):
    """Every scalar that a property file gives one of these names."""
    return {code for codes, _, fields in rows(path) if fields[0] in names for code in codes}


def properties(data):
    """The byte of properties of every scalar."""
    category = general_categories(data / "UnicodeData.txt")
    derived = data / "DerivedCoreProperties.txt"
    emoji = data / "emoji" / "emoji-data.txt"
    ignorable = with_property(derived, "Default_Ignorable_Code_Point")
    prepended = with_property(data / "PropList.txt", "Prepended_Concatenation_Mark")
    nonchar = with_property(data / "PropList.txt", "Noncharacter_Code_Point")
    ideograph = with_property(data / "PropList.txt", "Unified_Ideograph")
    pictograph = with_property(emoji, "Extended_Pictographic")
    presented = with_property(emoji, "Emoji_Presentation")
    wide = with_property(data / "EastAsianWidth.txt", "W", "F")
    joining = with_property(data / "Scripts.txt", *JOINING_SCRIPTS)
    # Vowels and final consonants of conjoining Hangul take the cell of the consonant before them.
    conjoining = with_property(data / "HangulSyllableType.txt", "V", "T")
    emoji_base = {
        codes.start
        for codes, head, fields in rows(data / "emoji" / "emoji-variation-sequences.txt")
        if head.split()[1] == "FE0F"
    }

    table = bytearray([NARROW]) * (LAST + 1)
    for code in range(LAST + 1):
        kind = category[code]
        is_future_emoji = kind == "Cn" and code in pictograph
        width = NARROW
        if kind in ("Mn", "Me") or code in conjoining:
            width = ZERO
        elif code in wide or is_future_emoji:
            width = WIDE
        elif code in presented and not 0x1F1E6 <= code <= 0x1F1FF:
            width = WIDE
        byte = width
        is_format = kind == "Cf" and code not in prepended
        if is_format or kind in ("Cc", "Cs", "Zl", "Zp") or code in ignorable or code in nonchar:
            byte = ZERO | HIDDEN
        if kind in ("Mn", "Me", "Mc"):
            byte |= MARK
        if code in pictograph:
            byte |= PICTOGRAPH
        if code in emoji_base:
            byte |= EMOJI_BASE
        if code in joining:
            byte |= JOINING
        if code in ideograph:
            byte |= IDEOGRAPH
        table[code] = byte
    return table


def swift(table, version):
    """The Swift file: one number a transition, the scalar's value above its byte of properties."""
    transitions = []
    before = None
    for code, byte in enumerate(table):
        if byte != before:
            transitions.append(f"0x{code << 8 | byte:X}")
            before = byte
    lines = []
    line = "   "
    for number in transitions:
        if len(line) + len(number) + 2 > 100:
            lines.append(line)
            line = "   "
        line += f" {number},"
    lines.append(line)
    body = "\n".join(lines)
    return f"""// Made by Tools/UnicodeWidths/generate.py from Unicode {version}; change that, not this.

extension ScalarProperties {{
  /// From which scalar on (the upper 24 bits) which properties hold (the lower 8), in order.
  static let transitions: [UInt32] = [
{body}
  ]

  /// The version of the Unicode character database that the table was made from.
  static let unicodeVersion = "{version}"
}}
"""


def main():
    """Write the file, or compare it with what would be written."""
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default="/usr/share/unicode")
    parser.add_argument(
        "--output",
        type=pathlib.Path,
        default=root / "Sources/Records/Text/Generated/UnicodeTable.swift",
    )
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 on a difference")
    options = parser.parse_args()
    source = options.data / "EastAsianWidth.txt"
    if not source.exists():
        sys.exit(f"error: {source} is missing\nhint: apt-get install unicode-data")
    heading = source.read_text(encoding="utf-8").splitlines()[0]
    version = re.fullmatch(r"# EastAsianWidth-([0-9.]+)\.txt", heading).group(1)
    text = swift(properties(options.data), version)
    if not options.check:
        options.output.write_text(text, encoding="utf-8")
    elif not options.output.exists() or options.output.read_text(encoding="utf-8") != text:
        sys.exit(f"error: {options.output} is not what Unicode {version} gives\nhint: run {__file__}")


if __name__ == "__main__":
    main()
