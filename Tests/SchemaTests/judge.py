#!/usr/bin/env python3
"""Judges events by the schemas alone, with an independent implementation of JSON Schema 2020-12.

    python3 Tests/SchemaTests/judge.py FILE [--schemas DIR]

FILE is NDJSON, each line {"type": "serum-applied", "data": {…}}. Prints one line for each:
`accept`, or `refuse` with place and reason. Formats are asserted. Exits 1 only if it cannot judge.

Two habits of Python's are put right, so that the verdict is the standard's: in JSON Schema 1.0 is
an integer, and `$` in a pattern is the very end, never the place before a last newline.
"""

import argparse
import pathlib
import re
import sys
from decimal import Decimal

sys.dont_write_bytecode = True

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from validate import BASE, Schemas, errors, read


def pattern(validator, expression, instance, schema):
    if expression.endswith("$"):
        expression = expression[:-1] + r"\Z"
    if validator.is_type(instance, "string") and not re.search(expression, instance):
        yield ValidationError(f"{instance!r} does not match {expression!r}")


def is_integer(checker, instance):
    if isinstance(instance, Decimal):
        return instance == instance.to_integral_value()
    return isinstance(instance, int) and not isinstance(instance, bool)


Judge = validators.extend(
    Draft202012Validator,
    {"pattern": pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer),
)


def main():
    here = pathlib.Path(__file__).resolve()
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", type=pathlib.Path, metavar="FILE")
    options.add_argument("--schemas", type=pathlib.Path, default=here.parents[2] / "Schemas")
    options = options.parse_args()

    formats = FormatChecker()
    for name in ("date", "date-time"):
        if name not in formats.checkers:
            sys.exit(f"the format {name} is not asserted: a package of requirements.txt is missing")
    schemas = Schemas(options.schemas)
    # Without $schema, whose class would otherwise take over from Judge at every reference.
    registry = Registry().with_resources(
        (
            BASE + name,
            DRAFT202012.create_resource({k: v for k, v in schema.items() if k != "$schema"}),
        )
        for name, schema in schemas.files.items()
    )
    judges = {
        schema["title"]: Judge({"$ref": BASE + name}, registry=registry, format_checker=formats)
        for name, schema in schemas.under("events").items()
    }
    for line in options.file.read_text(encoding="utf-8").split("\n")[:-1]:
        try:
            event = read(line)
            found = next(errors(judges[event["type"]], event["data"]), None)
        except ValueError as error:
            found = f"not JSON: {error}"
        print("accept" if found is None else "refuse " + " ".join(found.split()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
