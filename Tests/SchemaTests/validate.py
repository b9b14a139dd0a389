#!/usr/bin/env python3
"""Checks Schemas/ with an independent implementation of JSON Schema 2020-12.

    python3 Tests/SchemaTests/validate.py [--schemas DIR] [--lines FILE ...]

Every schema is held against the official meta-schema and against the few rules that the
meta-schema cannot know (slots without gaps, ids never shared, references to known kinds). Every
example must be valid, and must stop being valid once a required field is taken out or an unknown
one is put in. With --lines, each line of an NDJSON file is held against event-line.json.

Needs the packages of requirements.txt beside this file. Exits 1 naming file and reason.
"""

import argparse
import json
import pathlib
import re
import sys
from collections import Counter
from decimal import Decimal
from urllib.parse import urldefrag, urljoin

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

BASE = "https://stipple.example/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEYWORDS = {
    "x-defines", "x-derived", "x-events", "x-external", "x-fold", "x-hidden", "x-id", "x-index",
    "x-json", "x-opens", "x-personal", "x-refers", "x-scale", "x-slot", "x-stream", "x-table",
    "x-type", "x-unit",
}  # fmt: skip
PARTS = {"cartridge", "adverse_event"}  # named things that live inside a session's stream

problems = []


def wrong(file, reason):
    problems.append(f"{file}: {reason}")


def without_repeats(pairs):
    """A JSON object, refused if a key stands in it twice."""
    repeated = [key for key, n in Counter(key for key, _ in pairs).items() if n > 1]
    if repeated:
        raise ValueError(f"key written twice: {', '.join(repeated)}")
    return dict(pairs)


def read(text):
    """JSON with its decimals kept as they are written."""
    return json.loads(text, object_pairs_hook=without_repeats, parse_float=Decimal)


def errors(validator, value):
    for error in validator.iter_errors(value):
        place = "/".join(str(step) for step in error.absolute_path) or "the whole"
        yield f"{place}: {error.message}"


def each_object(value, path=""):
    """Every object inside a schema, with its path; examples and constants are no schema."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            if key not in ("examples", "const", "enum", "x-events"):
                yield from each_object(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from each_object(inner, f"{path}/{place}")


class Schemas:
    """All schema files of a folder, able to refer to one another."""

    def __init__(self, folder):
        self.files = {}
        for path in sorted(folder.rglob("*.json")):
            name = path.relative_to(folder).as_posix()
            try:
                self.files[name] = read(path.read_text(encoding="utf-8"))
            except (ValueError, UnicodeDecodeError) as error:
                wrong(name, f"not JSON: {error}")
        self.registry = Registry().with_resources(
            (BASE + name, DRAFT202012.create_resource(schema))
            for name, schema in self.files.items()
        )
        kinds = self.files["types.json"]["$defs"]["stream_kind"]["enum"]
        self.streams = {*kinds, "any"}
        self.referable = {*kinds, *PARTS, "position"}

    def validator(self, name):
        return Draft202012Validator(
            {"$ref": BASE + name}, registry=self.registry, format_checker=FormatChecker()
        )

    def under(self, folder):
        return {n: s for n, s in self.files.items() if n.startswith(folder + "/")}

    def resolved(self, name, schema):
        """The schema with what its $ref leads to, its own keywords first; and where that stands."""
        if "$ref" not in schema:
            return name, schema
        target, _ = urldefrag(urljoin(BASE + name, schema["$ref"]))
        found = self.registry.resolver(BASE + name).lookup(schema["$ref"])
        return target.removeprefix(BASE), {**found.contents, **schema}


def check_form(schemas, name, schema):
    """The meta-schema, the file's own name, and every own keyword in it."""
    for error in errors(Draft202012Validator(Draft202012Validator.META_SCHEMA), schema):
        wrong(name, f"meta-schema: {error}")
    if schema.get("$schema") != DIALECT:
        wrong(name, f"$schema is not {DIALECT}")
    if schema.get("$id") != BASE + name:
        wrong(name, f"$id is not {BASE + name}")
    if not schema.get("description"):
        wrong(name, "no description")
    for path, part in each_object(schema):
        is_names = path.endswith(("/properties", "/$defs"))
        for key in () if is_names else part:
            if key.startswith("x-") and key not in KEYWORDS:
                wrong(name, f"{path}: unknown keyword {key}")
        if "$ref" in part and not is_names:
            try:
                schemas.registry.resolver(BASE + name).lookup(part["$ref"])
            except Unresolvable:
                wrong(name, f"{path}: {part['$ref']} leads nowhere")
        if not is_names and part.get("x-stream", "any") not in schemas.streams:
            wrong(name, f"{path}: x-stream {part['x-stream']} is no kind of stream")
        if not is_names and part.get("x-refers", "position") not in schemas.referable:
            wrong(name, f"{path}: x-refers {part['x-refers']} is no known kind")
        if not is_names and part.get("x-defines", "cartridge") not in PARTS:
            wrong(name, f"{path}: x-defines {part['x-defines']} is no known kind")


def check_fields(name, place, schema):
    """The fields of an event, a row or a structure: slots, descriptions, what is required."""
    fields = schema.get("properties", {})
    slots = [field.get("x-slot") for field in fields.values()]
    if None in slots or sorted(slots) != list(range(len(slots))):
        wrong(name, f"{place}slots are {slots}, not 0 to {len(slots) - 1}, each once")
    if schema.get("additionalProperties") is not False:
        wrong(name, f"{place}additionalProperties is not false")
    for missing in set(schema.get("required", [])) - set(fields):
        wrong(name, f"{place}{missing} is required but no property")
    for field, form in fields.items():
        if not form.get("description"):
            wrong(name, f"{place}{field} has no description")


def check_types(schemas):
    """The shared words and structures."""
    for name, form in schemas.files["types.json"]["$defs"].items():
        if not form.get("description"):
            wrong("types.json", f"{name} has no description")
        words = form.get("enum", [])
        for word in words:
            if words.count(word) > 1 or not re.fullmatch("[A-Za-z][A-Za-z0-9_]*", word):
                wrong("types.json", f"{name}: {word!r} is no plain word, or stands there twice")
        if "enum" in form and not (form.get("x-type") or form.get("x-external")):
            wrong("types.json", f"{name} has neither x-type nor x-external")
        if form.get("type") == "object":
            check_fields("types.json", f"{name}: ", form)


def check_scales(schemas, name, schema, value, path):
    """Decimals hold no more digits than x-scale keeps: multipleOf cannot say so exactly."""
    name, schema = schemas.resolved(name, schema)
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in schema.get("properties", {}):
                yield from check_scales(
                    schemas, name, schema["properties"][key], inner, f"{path}.{key}"
                )
    elif isinstance(value, list) and "items" in schema:
        for inner in value:
            yield from check_scales(schemas, name, schema["items"], inner, path)
    elif isinstance(value, Decimal) and "x-scale" in schema:
        if -value.normalize().as_tuple().exponent > schema["x-scale"]:
            yield f"{path}: {value} has more than {schema['x-scale']} decimals"


def check_examples(schemas, name, schema):
    """Each example is valid, and no longer so with a field less or a field more."""
    validator = schemas.validator(name)
    for number, example in enumerate(schema["examples"], 1):
        for error in errors(validator, example):
            wrong(name, f"example {number}: {error}")
        for error in check_scales(schemas, name, schema, example, "data"):
            wrong(name, f"example {number}: {error}")
        for field in schema.get("required", []):
            if validator.is_valid({k: v for k, v in example.items() if k != field}):
                wrong(name, f"example {number} is taken without {field}")
        if validator.is_valid({**example, "no_such_field": 1}):
            wrong(name, f"example {number} is taken with an unknown field")
    return len(schema["examples"])


def check_events(schemas):
    for name, schema in schemas.under("events").items():
        check_fields(name, "", schema)
        title, version, _ = pathlib.PurePosixPath(name).name.split(".")
        if schema.get("title") != title or not version.isdigit():
            wrong(name, "the title is not the file's name")
        for keyword in ("x-id", "x-stream", "x-type"):
            if keyword not in schema:
                wrong(name, f"no {keyword}")
        examples = schema.get("examples", [])
        fields, required = set(schema.get("properties", {})), set(schema.get("required", []))
        if not any(set(example) == fields for example in examples):
            wrong(name, "no example has every field")
        if required and not any(set(example) == required for example in examples):
            wrong(name, "no example has the required fields alone")
    types = {s.get("title") for s in schemas.under("events").values()}
    listed = schemas.files["event-line.json"]["properties"]["type"]["enum"]
    for title in types.symmetric_difference(listed):
        wrong("event-line.json", f"{title} stands only in one of it and events/")


def check_tables(schemas):
    types = {s.get("title") for s in schemas.under("events").values()}
    for name, schema in schemas.under("tables").items():
        check_fields(name, "", schema)
        if schema.get("x-table") not in ("state", "facts"):
            wrong(name, "x-table is neither state nor facts")
        for event in set(schema.get("x-events", {})) - types:
            wrong(name, f"x-events names {event}, which is no event type")


def check_unique(schemas):
    for folder in ("events", "tables"):
        ids = Counter(s.get("x-id") for s in schemas.under(folder).values())
        for number in [number for number, n in ids.items() if n > 1]:
            wrong(folder, f"x-id {number} is used more than once")
    swift = Counter(
        part["x-type"] for s in schemas.files.values() for _, part in each_object(s)
        if isinstance(part.get("x-type"), str)
    )  # fmt: skip
    for type_name in [t for t, n in swift.items() if n > 1]:
        wrong("x-type", f"{type_name} is used more than once")


def check_controls(schemas):
    """Lines that must be refused, so that a validator which asserts nothing is noticed."""
    line = schemas.validator("event-line.json")
    good = schemas.files["event-line.json"]["examples"][0]
    cupboard = {"stream": "device/D1", "type": "device-serviced"}
    bad = {
        "a stream of the wrong kind": {**good, "stream": "client/C1"},
        "an unknown type": {**good, "type": "serum-appiled"},
        "data of another type": {**good, "type": "session-opened"},
        "a time that does not exist": {**good, "occurred_at": "2026-02-30T10:00:00+00:00"},
        "a day that does not exist": {**good, **cupboard, "data": {"next_due_on": "2026-02-30"}},
    }
    for what, value in bad.items():
        if line.is_valid(value):
            wrong("event-line.json", f"{what} is taken: formats or references are not asserted")


def check_lines(schemas, file):
    validator = schemas.validator("event-line.json")
    count = 0
    for number, text in enumerate(pathlib.Path(file).read_text(encoding="utf-8").splitlines(), 1):
        try:
            found = list(errors(validator, read(text)))
        except ValueError as error:
            found = [f"not JSON: {error}"]
        for error in found:
            wrong(file, f"line {number}: {error}")
        count += 1
    return count


def main():
    here = pathlib.Path(__file__).resolve()
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--schemas", type=pathlib.Path, default=here.parents[2] / "Schemas")
    options.add_argument("--lines", nargs="+", default=[], metavar="FILE")
    options = options.parse_args()

    schemas = Schemas(options.schemas)
    examples = 0
    for name, schema in schemas.files.items():
        check_form(schemas, name, schema)
    check_types(schemas)
    if not problems:
        check_events(schemas)
        check_tables(schemas)
        check_unique(schemas)
        check_controls(schemas)
        for name, schema in schemas.files.items():
            if "examples" in schema:
                examples += check_examples(schemas, name, schema)
    lines = sum(check_lines(schemas, file) for file in options.lines if not problems)

    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    tail = f", {lines} lines valid" if options.lines else ""
    print(f"{len(schemas.files)} schemas, {examples} examples valid{tail}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
