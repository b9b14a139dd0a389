#!/usr/bin/env python3
"""Checks what `stipple bundle` wrote, with nothing of Stipple's, and prints what the session says.

    python3 -m venv check && check/bin/pip install cryptography
    check/bin/python verify-bundle.py DIR [--key VKEY] [--checkpoint NOTE] [--schemas FOLDER]

Give it the public key and the checkpoint that you kept yourself; without them it can only say that
the bundle agrees with itself. Each failure is named; the exit code is 0 only if there is none.
"""
import argparse
import contextlib
import datetime
import decimal
import hashlib
import json
import pathlib
import struct
import sys
from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EPOCH = datetime.datetime(1970, 1, 1)
failures = []


class Refused(Exception):
    pass


def need(holds, words):
    if not holds:
        raise Refused(words)


@contextlib.contextmanager
def checking(place):
    """Whatever goes wrong within is a failure of that place."""
    try:
        yield
    except Refused as error:
        failures.append(f"{place}: {error}")
    except (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError,
            struct.error) as error:
        failures.append(f"{place}: not in its form ({type(error).__name__})")


def shown(text):
    """No control, bidi or escape character of the bundle's reaches the terminal."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in str(text))


def parse(text):
    """JSON in which no name stands twice and no digit is lost."""
    def unique(pairs):
        need(len(dict(pairs)) == len(pairs), "a name stands twice in one object")
        return dict(pairs)
    return json.loads(text, object_pairs_hook=unique, parse_float=decimal.Decimal)


def apart(said, true, path):
    """Where two JSON values differ, false and 0 being two things; None if nowhere."""
    if type(said) is type(true) is dict:
        pairs = [(said.get(it, ...), true.get(it, ...), f"{path}.{it}") for it in {**true, **said}]
    elif type(said) is type(true) is list and len(said) == len(true):
        pairs = [(one, other, path) for one, other in zip(said, true)]
    else:
        return None if type(said) is type(true) and said == true else path
    return next(filter(None, (apart(*pair) for pair in pairs)), None)


# Keys and signed notes: c2sp.org/signed-note

class Key:
    def __init__(self, text):
        self.text = text.strip()
        self.name, self.id, rest = self.text.split("+", 2)
        raw = b64decode(rest, validate=True)
        known = hashlib.sha256(self.name.encode() + b"\n" + raw).hexdigest()[:8]
        need(raw[0] == 1 and self.id == known, "not an Ed25519 key, or its id is not its own")
        self.verify = Ed25519PublicKey.from_public_bytes(raw[1:]).verify


def signed(key, signature, data, words):
    try:
        key.verify(signature, data)
    except InvalidSignature:
        raise Refused(words) from None


def note(data, key):
    """The lines of a note that the key signed."""
    body, _, signatures = data.decode().rpartition("\n\n")
    for line in signatures.splitlines():
        dash, name, text = line.split(" ")
        raw = b64decode(text, validate=True)
        if dash == "—" and name == key.name and raw[:4].hex() == key.id:
            signed(key, raw[4:], f"{body}\n".encode(), "the signature does not fit the text")
            return body.split("\n")
    raise Refused(f"it is not signed by {key.name}+{key.id}")


def chain(files):
    """The log's keys, each signed by the one before and signing it."""
    links = parse(files["keys.json"])
    keys = [Key(link["key"]) for link in links]
    for old, new, link in zip(keys, keys[1:], links[1:]):
        need(old.name == new.name, "a key is of another log")
        words = f"{new.id} does not follow from {old.id}"
        signed(old, b64decode(link["by_the_key_before"]), new.text.encode(), words)
        signed(new, b64decode(link["by_the_key"]), old.text.encode(), words)
    return keys


def signer(files, keys, kept):
    """The key that must have signed, and whose word that is: the auditor's own, or the bundle's."""
    texts = [key.text for key in keys]
    used = Key(files["key.vkey"].decode())
    need(used.text in texts, "the key is not in the chain of keys.json")
    if not kept:
        return used, f"the bundle's own key, {used.text}: hold it against one you were given"
    need(kept.text in texts[:texts.index(used.text) + 1],
         f"it is not {kept.id}, which you kept, nor a key that follows from that one")
    return used, f"{used.text}, which is the key that you kept or follows from it"


# The tree: RFC 9162 §2.1.3.2

def root(leaf, place, size, path):
    last, found = size - 1, leaf
    need(0 <= place <= last, "the log has no such event")
    for other in path:
        need(last, "the proof has too many hashes")
        if place & 1 or place == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        place, last = place >> 1, last >> 1
    need(last == 0, "the proof has too few hashes")
    return found


# Records: the bundle's README.md says how their bytes are laid out

class Record:
    def __init__(self, data, types):
        self.data, self.types = data, types
        self.schema, self.version, count, zero = struct.unpack_from("<4H", data)
        slots = 8 + (count + 63) // 64 * 8
        present = int.from_bytes(data[8:slots], "little")
        need(zero == 0 and slots + 8 * count <= len(data) and not present >> count, "not a record")
        self.words = {n: data[slots + 8 * n:][:8] for n in range(count) if present >> n & 1}

    def integer(self, slot, form="<q"):
        return struct.unpack(form, self.words[slot])[0]

    def chunk(self, word):
        start, length = struct.unpack("<2I", word)
        need(start + length <= len(self.data), "a slot points outside the record")
        return self.data[start:start + length]

    def text(self, slot):
        return self.chunk(self.words[slot]).decode()

    def items(self, word):
        data = self.chunk(word)
        count, = struct.unpack_from("<Q", data)
        need(count <= len(data) // 8 - 1, "a list is longer than its bytes")
        return [data[8 + 8 * n:][:8] for n in range(count)]

    def value(self, word, schema):
        """A slot's value by the schema of its field."""
        number, = struct.unpack("<q", word)
        if "$ref" in schema:
            schema = self.types[schema["$ref"].rpartition("/")[2]]
        if "enum" in schema:
            return dict(enumerate(schema["enum"]))[number]
        match schema.get("type"), schema.get("format"):
            case "boolean", _: return {0: False, 1: True}[number]
            case "integer", _: return number
            case "number", _: return decimal.Decimal(number).scaleb(-schema["x-scale"])
            case "string", "date": return (EPOCH + datetime.timedelta(number)).date().isoformat()
            case "string", "date-time": return moment(number)
            case "string", _: return self.chunk(word).decode()
            case "array", _: return [self.value(it, schema["items"]) for it in self.items(word)]
            case "object", _: return Record(self.chunk(word), self.types).fields(schema)
        need(schema["x-json"], "a field is of no kind")
        return parse(self.chunk(word).decode())

    def fields(self, schema):
        names = {it["x-slot"]: (name, it) for name, it in schema["properties"].items()}
        need(self.words.keys() <= names.keys(), "it has fields that its schema does not know")
        return {names[slot][0]: self.value(word, names[slot][1])
                for slot, word in self.words.items()}


def moment(microseconds, minutes=0):
    local = EPOCH + datetime.timedelta(microseconds=microseconds, minutes=minutes)
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "Z"
    return local.isoformat() + zone


def event(data, types, schemas):
    """An event's line, out of the bytes of its record alone."""
    record = Record(data, types)
    need((record.schema, record.version) == (1, 1), "not an event's record of version 1")
    kind, version, minutes, stream, mode = struct.unpack("<HHhBB", record.words[1])
    inner, schema = Record(record.chunk(record.words[7]), types), schemas.get((kind, version))
    need(schema, f"the schema number {kind}, version {version}, is missing")
    need((inner.schema, inner.version) == (kind, version), "its data are of another type")
    line = {
        "position": record.integer(0), "version": record.integer(3), "schema": version,
        "stream": f"{types['stream_kind']['enum'][stream]}/{record.text(2)}",
        "type": schema["title"], "occurred_at": moment(record.integer(4), minutes),
        "precision": types["precision"]["enum"][mode & 15],
        "entry_mode": types["entry_mode"]["enum"][mode >> 4],
        "recorded_at": moment(record.integer(5)),
        "clock": moment(record.integer(8 if 8 in record.words else 5)),
        "recorded_by": record.text(6), "performed_by": record.text(9 if 9 in record.words else 6),
        "data": inner.fields(schema)}
    for slot, name in (10, "event_id"), (11, "correlation"), (13, "late_reason"):
        if slot in record.words:
            line[name] = record.text(slot)
    if 12 in record.words:
        line["causation"] = record.integer(12)
    if 14 in record.words:
        broken = [Record(record.chunk(it), types) for it in record.items(record.words[14])]
        line["deviations"] = [{
            "rule": it.integer(0), "authorised_by": it.text(1), "limit": it.text(2),
            "observed": it.text(3), "reason": it.text(4)} for it in broken]
    return line


# The bundle

class Files(dict):
    """Every file of the folder, read once: what is checked is what was read."""
    def __init__(self, folder):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not path.is_symlink():
                self[name] = path.read_bytes()
            elif path.is_symlink() or not path.is_dir():
                failures.append(f"{name}: neither a plain file nor a folder")

    def __missing__(self, name):
        raise Refused(f"{name} is not there")


def schemas_of(files, folder):
    """Types and event schemas: the auditor's own, or those that came with the bundle."""
    texts = {name[8:]: data for name, data in files.items() if name.startswith("schemas/")}
    if folder:
        texts = {path.relative_to(folder).as_posix(): path.read_bytes()
                 for path in [folder / "types.json", *folder.glob("events/*.json")]}
    schemas = {name: json.loads(text) for name, text in texts.items()}
    return schemas["types.json"]["$defs"], {
        (it["x-id"], int(name.split(".")[-2])): it for name, it in schemas.items() if "x-id" in it}


def manifest(files, key, head):
    """Holds every file against its signed digest; how many events each stream has."""
    lines = note(files["manifest.note"], key)
    need(lines[:3] == ["stipple-bundle/v1"] + head[:2], "it is of another bundle")
    digests = dict(reversed(it.split("  ", 1)) for it in lines[3:] if "  " in it)
    for name in sorted(digests.keys() | files.keys() - {"manifest.note"}):
        if name not in files or name not in digests:
            failures.append(f"{name}: not {'there' if name in digests else 'in manifest.note'}")
        elif hashlib.sha256(files[name]).hexdigest() != digests[name]:
            failures.append(f"{name}: not the file that manifest.note was signed for")
    streams = (it.split(" ") for it in lines[3:] if "  " not in it)
    return {stream: int(count) for stream, count in streams}


def prove(files, name, position, head):
    """Holds an event's record against the checkpoint."""
    proof, checkpoint = files[f"proofs/{name}.tlog-proof"], b"\n\n" + files["checkpoint.note"]
    need(proof.endswith(checkpoint), "the proof is for another checkpoint")
    words = proof.removesuffix(checkpoint).decode().split("\n")
    need(words[:2] == ["c2sp.org/tlog-proof@v1", f"index {position - 1}"],
         f"it is no tlog-proof of @{position}")
    path = [b64decode(it, validate=True) for it in words[2:]]
    leaf = hashlib.sha256(b"\0" + files[f"records/{name}.bin"]).digest()
    found = root(leaf, position - 1, int(head[1]), path)
    need(found == b64decode(head[2], validate=True),
         f"the record of @{position} is not in the checkpoint's log")


def verify(files, options):
    """The events, the checkpoint and whose key it is, as far as all is well."""
    key = head = whose = None
    with checking("keys.json"):
        keys = chain(files)
        with checking("key.vkey"):
            key, whose = signer(files, keys, options.key)
    if not key:
        return [], None, None
    with checking("checkpoint.note"):
        head = note(files["checkpoint.note"], key)
        need(head[0] == key.name, "it is of another log than the key")
        if options.checkpoint:
            kept = options.checkpoint.read_bytes().decode().split("\n")
            need(kept[:2] == head[:2], f"yours is of {kept[1]}: ask for one --as-of @{kept[1]}")
            need(kept[2] == head[2], "the log is not the one whose checkpoint you kept")
            whose += "; the checkpoint is the one that you kept"
    if not head:
        return [], None, None
    counts, seen, lines = {}, {}, []
    with checking("manifest.note"):
        counts = manifest(files, key, head)
    with checking("events.ndjson"):
        types, schemas = schemas_of(files, options.schemas)
        written = files["events.ndjson"].decode().split("\n")
        names = [name[8:-4] for name in sorted(files) if name.startswith("records/")]
        need(written.pop() == "" and len(written) == len(names),
             f"it has {len(written)} lines for {len(names)} records")
        for text, name in zip(written, names):
            with checking(f"records/{name}.bin"):
                line = event(files[f"records/{name}.bin"], types, schemas)
                position, stream, version = line["position"], line["stream"], line["version"]
                need(name == f"{position:08}", f"it is the record of @{position}")
                with checking(f"proofs/{name}.tlog-proof"):
                    prove(files, name, position, head)
                with checking(f"events.ndjson, @{position}"):
                    place = apart(parse(text), line, "the line")
                    need(not place, f"{place} is not what the record says")
                before, seen[stream] = seen.get(stream, 0), version
                need(version == before + 1, f"{stream} goes from version {before} to {version}")
                lines.append(line)
    for stream in sorted(counts.keys() | seen.keys()):
        if counts.get(stream, 0) != seen.get(stream, 0):
            failures.append(f"{stream}: manifest.note was signed for {counts.get(stream, 0)} "
                            f"events, and the last here is version {seen.get(stream, 0)}")
    return lines, head, whose


def told(value):
    """A value as JSON, a decimal with all its places."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    return json.dumps(value, default=str, ensure_ascii=False)


def tell(line):
    """An event in a line or two."""
    data = ", ".join(f"{name} {told(value)}" for name, value in line["data"].items())
    by = "" if line["recorded_by"] == line["performed_by"] else f" (by {line['recorded_by']})"
    yield (f"@{line['position']}  {line['stream']} {line['version']}  {line['occurred_at']}  "
           f"recorded {line['recorded_at']}{by}  {line['performed_by']}  {line['type']}: {data}")
    for name in "late_reason", "deviations":
        if name in line:
            yield f"    {name}: {told(line[name])}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=pathlib.Path, help="the bundle")
    parser.add_argument("--key", help="the log's public key that you kept: its text, or a file")
    parser.add_argument("--checkpoint", type=pathlib.Path, help="a checkpoint that you kept")
    parser.add_argument("--schemas", type=pathlib.Path, help="Stipple's Schemas folder")
    options = parser.parse_args()
    with checking("--key"):
        if options.key:
            path = pathlib.Path(options.key)
            options.key = Key(path.read_text() if path.is_file() else options.key)
    lines, head, whose = [], None, None
    with checking(options.folder):
        files = Files(options.folder)
        lines, head, whose = verify(files, options)
        need(lines or failures, "there is no event in it")
    if failures:
        for failure in failures:
            print("failed:", shown(failure), file=sys.stderr)
        sys.exit(f"{len(failures)} failed: do not rely on this bundle")
    for line in lines:
        print(*map(shown, tell(line)), sep="\n")
    print(f"{len(lines)} events proved in a log of {head[1]}, checkpoint {shown(head[2])}")
    print(shown(f"signed by {whose}"))
    if not options.schemas:
        print("read by the bundle's own schemas, which the same key signed; --schemas takes yours")


if __name__ == "__main__":
    main()
