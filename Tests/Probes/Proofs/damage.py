"""Does every harm to a bundle that it can, and sees that verify-bundle.py refuses each by its name.

damage.py VERIFIER BUNDLE KEYFILE SCHEMAS

Each harm is tried twice: as someone would who has not the log's key, and as someone would who has it
and signs the list of files anew. What the second can do and the first cannot is said in the bundle's
README, and expected here.
"""

import base64
import hashlib
import importlib.util
import json
import pathlib
import random
import sys
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)

whole = {}
for path in sorted(pathlib.Path(sys.argv[2]).rglob("*")):
    if path.is_file():
        whole[path.relative_to(sys.argv[2]).as_posix()] = path.read_bytes()
names = sorted(name[8:-4] for name in whole if name.startswith("records/"))
lines = whole["events.ndjson"].decode().splitlines()
chance = random.Random(6)
tried = 0
wrong = []


class Signer:
    """A key that signs notes, by its name and seed."""
    def __init__(self, name, seed):
        self.name = name
        self.key = Ed25519PrivateKey.from_private_bytes(seed)
        raw = b"\x01" + self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{base64.b64encode(raw).decode()}"

    def note(self, text):
        blob = base64.b64encode(self.id + self.key.sign(text)).decode()
        return text + f"\n\u2014 {self.name} {blob}\n".encode()


def key_of_the_log():
    text = [it for it in pathlib.Path(sys.argv[3]).read_text().splitlines() if it[0] != "#"][0]
    name, _, rest = text.removeprefix("PRIVATE+KEY+").split("+", 2)
    return Signer(name, base64.b64decode(rest)[1:])


def text_of(note):
    """What is signed in a note."""
    return note[:note.rindex(b"\n\n") + 1]


def signed_anew(files, signer):
    """The files with a list of them that fits, signed."""
    head = text_of(whole["manifest.note"]).decode().splitlines()[:3]
    counts = {}
    for name, line in zip(names, lines):
        if f"records/{name}.bin" in files:
            event = json.loads(line)
            counts[event["stream"]] = event["version"]
    head += [f"{stream} {count}" for stream, count in sorted(counts.items())]
    head += [f"{hashlib.sha256(data).hexdigest()}  {name}"
             for name, data in sorted(files.items()) if name != "manifest.note"]
    return files | {"manifest.note": signer.note("".join(f"{it}\n" for it in head).encode())}


def failures(files, key=None, checkpoint=None, schemas=None):
    verifier.failures.clear()
    read = verifier.Files(pathlib.Path("/nowhere"))
    read.update(files)
    options = SimpleNamespace(
        key=verifier.Key(key) if key else None, checkpoint=checkpoint, schemas=schemas)
    events, _, _ = verifier.verify(read, options)
    return list(verifier.failures) if events or verifier.failures else ["nothing"]


def refused(what, files, *words, **options):
    """The files have to be refused, with one of the words in what is said."""
    global tried
    tried += 1
    found = failures(files, **options)
    if not any(word in failure for word in words for failure in found):
        wrong.append(f"{what}: expected {words}, got {found[:4]}")


def taken(what, files, **options):
    global tried
    tried += 1
    found = failures(files, **options)
    if found:
        wrong.append(f"{what}: expected to be taken, got {found[:4]}")


def harmed(what, files, *words):
    """By someone without the key, and with it."""
    refused(what, files, *words)
    refused(what + ", signed anew", signed_anew(files, LOG), *words)


def without(*gone):
    return {name: data for name, data in whole.items() if name not in gone}


def flipped(data, place, bit=0):
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1:]


def line_changed(place, line):
    text = lines[:place] + [line] + lines[place + 1:]
    return whole | {"events.ndjson": "".join(f"{it}\n" for it in text).encode()}


def leaves(value, path=()):
    """The paths of all values in JSON that hold no other."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(inner, path + (key,))
    else:
        yield path


def others(value):
    """What someone might put in a value's place."""
    if isinstance(value, bool):
        return [not value, int(value), None]
    if isinstance(value, int | float):
        return [value + 1, str(value), None]
    return [value + "x", None, 7, "" if value else "y"]


def records():
    for name in names:
        file, data = f"records/{name}.bin", whole[f"records/{name}.bin"]
        some = chance.sample(range(len(data)), 4)
        for place in range(0, len(data), 3) if name == names[0] else some:
            harmed(f"{file} byte {place}", whole | {file: flipped(data, place, place % 8)},
                   f"the record of @{int(name)} is not in the checkpoint's log", f"{file}:")
        harmed(f"{file} cut", whole | {file: data[:-1]}, f"@{int(name)} is not in", f"{file}:")
        harmed(f"{file} longer", whole | {file: data + b"\0"}, f"@{int(name)} is not in")
        harmed(f"{file} gone", without(file), f"lines for {len(names) - 1} records")
        harmed(f"{file} empty", whole | {file: b""}, f"{file}:")
    first, second = (f"records/{name}.bin" for name in names[:2])
    harmed("records exchanged", whole | {first: whole[second], second: whole[first]},
           f"{first}: it is the record of @")


def values():
    for place, (text, name) in enumerate(zip(lines, names)):
        words = f"events.ndjson, @{int(name)}: the line"
        event = json.loads(text)
        for path in leaves(event):
            for other in others(_at(event, path)) if name == names[0] else [
                    chance.choice(others(_at(event, path)))]:
                changed = json.loads(text)
                _at(changed, path[:-1])[path[-1]] = other
                harmed(f"{path} of @{int(name)}", line_changed(place, json.dumps(changed)), words)
        harmed("a member more", line_changed(place, text[:-1] + ',"verified":true}'), words)
        harmed("a name twice", line_changed(place, '{"position":1,' + text[1:]),
               f"events.ndjson, @{int(name)}: a name stands twice")
        harmed("no object", line_changed(place, "[]"), f"events.ndjson, @{int(name)}:")
        harmed("half a line", line_changed(place, text[:-2]), f"events.ndjson, @{int(name)}:")
        harmed("deep", line_changed(place, "[" * 100_000), f"events.ndjson, @{int(name)}:")
    swapped = [lines[1], lines[0]] + lines[2:]
    harmed("lines exchanged", whole | {"events.ndjson": "\n".join(swapped + [""]).encode()}, "the line")


def _at(value, path):
    for key in path:
        value = value[key]
    return value


def left_out(place):
    """The bundle without an event, in every file."""
    kept = [line for index, line in enumerate(lines) if index != place]
    return without(f"records/{names[place]}.bin", f"proofs/{names[place]}.tlog-proof") | {
        "events.ndjson": "".join(f"{it}\n" for it in kept).encode()}


def omissions():
    streams = [json.loads(line)["stream"] for line in lines]
    for place, stream in enumerate(streams):
        files = left_out(place)
        if stream in streams[place + 1:]:
            harmed(f"@{names[place]} left out", files, f"{stream} goes from version")
        else:
            refused("the last left out", files, f"{stream}: manifest.note was signed for")
            # What the README says that it cannot prove.
            taken("the last left out, signed anew", signed_anew(files, LOG))
        harmed("a line left out",
               whole | {"events.ndjson": "".join(
                   f"{it}\n" for index, it in enumerate(lines) if index != place).encode()},
               f"it has {len(lines) - 1} lines for {len(lines)} records")
    harmed("nothing in it", {name: data for name, data in whole.items()
                             if not name.startswith(("records/", "proofs/"))}
           | {"events.ndjson": b""}, "nothing", "not there")


def proofs():
    tail = b"\n\n" + whole["checkpoint.note"]
    for index, name in enumerate(names):
        file, other = f"proofs/{name}.tlog-proof", f"proofs/{names[index - 1]}.tlog-proof"
        own = whole[file].removesuffix(tail).decode().split("\n")
        place, path = own[1], own[2:]
        not_in = f"{file}: the record of @{int(name)} is not in the checkpoint's log"
        def with_proof(lines_of_it):
            return whole | {file: "\n".join(lines_of_it).encode() + tail}
        harmed("proofs exchanged", whole | {file: whole[other], other: whole[file]},
               f"{file}: it is no tlog-proof of @{int(name)}")
        moved = whole[other].removesuffix(tail).decode().split("\n")
        if moved[2:] != path:
            harmed("another's hashes", with_proof(own[:2] + moved[2:]), not_in, "hashes")
        harmed("proof gone", without(file), f"{file} is not there")
        harmed("shorter", with_proof(own[:-1]), "too few hashes")
        harmed("longer", with_proof(own + [path[0]]), "too many hashes")
        harmed("no hashes", with_proof(own[:2]), "too few hashes")
        harmed("hashes turned round", with_proof(own[:2] + path[::-1]), not_in)
        for step, text in list(enumerate(path))[index % 3::3]:
            hash_ = base64.b64encode(flipped(base64.b64decode(text), step, step % 8)).decode()
            harmed("a hash's bit", with_proof(own[:2 + step] + [hash_] + own[3 + step:]), not_in)
        harmed("another index", with_proof([own[0], "index 0" if place != "index 0" else "index 1"]
                                           + path), f"{file}: it is no tlog-proof of")
        harmed("a cut hash", with_proof(own[:2] + [path[0][:-4] + "AA=="] + path[1:]), not_in, "form")
        harmed("another checkpoint", whole | {file: whole[file].replace(b"stipple/", b"stipplf/")},
               f"{file}: the proof is for another checkpoint")


def keys():
    other = Signer(LOG.name, bytes(range(32)))
    checkpoint = text_of(whole["checkpoint.note"])
    again = whole | {"checkpoint.note": other.note(checkpoint)}
    harmed("checkpoint by another key", again, "checkpoint.note: it is not signed by")
    harmed("key exchanged", whole | {"key.vkey": other.vkey.encode()},
           "key.vkey: the key is not in the chain")
    harmed("key's id", whole | {"key.vkey": whole["key.vkey"].replace(b"+", b"+0", 1)}, "key.vkey:")
    for file in "key.vkey", "keys.json", "checkpoint.note":
        refused(file + " gone", without(file), f"{file} is not there")
    refused("manifest.note gone", without("manifest.note"), "manifest.note: manifest.note is not there")
    for number in range(0, len(checkpoint), 7):
        harmed("checkpoint's text",
               whole | {"checkpoint.note": flipped(whole["checkpoint.note"], number)},
               "checkpoint.note:")
    size = int(checkpoint.split(b"\n")[1])
    grown = LOG.note(checkpoint.replace(b"\n%d\n" % size, b"\n%d\n" % (size + 1)))
    refused("checkpoint of another size, well signed", everywhere(grown), "manifest.note", "hashes",
            "is not in the checkpoint's log")
    rewritten = checkpoint.split(b"\n")
    rewritten[2] = base64.b64encode(bytes(32))
    refused("checkpoint of another root, well signed",
            signed_anew(everywhere(LOG.note(b"\n".join(rewritten))), LOG),
            "is not in the checkpoint's log")
    # A bundle made up from end to end agrees with itself, and with no key that was kept.
    false = everywhere(other.note(checkpoint)) | {
        "key.vkey": other.vkey.encode(),
        "keys.json": json.dumps([{"key": other.vkey, "position": 1}]).encode()}
    false = signed_anew(false, other)
    taken("another's whole bundle, without a key", false)
    refused("another's whole bundle", false, f"key.vkey: it is not {LOG.id.hex()}", key=LOG.vkey)
    chain = json.loads(whole["keys.json"])
    unsigned = chain + [{"key": other.vkey, "position": 99, "by_the_key_before": base64.b64encode(
        bytes(64)).decode(), "by_the_key": base64.b64encode(bytes(64)).decode()}]
    refused("a successor that nobody signed",
            signed_anew(false | {"keys.json": json.dumps(unsigned).encode()}, other),
            "does not follow from", key=LOG.vkey)
    named = [{"key": LOG.vkey, "position": 1}, {"key": other.vkey, "position": 99}]
    refused("a successor without signatures",
            signed_anew(false | {"keys.json": json.dumps(named).encode()}, other),
            "keys.json:", key=LOG.vkey)
    kept = pathlib.Path(sys.argv[2]) / "checkpoint.note"
    taken("the key and the checkpoint that were kept", whole, key=LOG.vkey, checkpoint=kept)
    refused("another root than the one that was kept",
            signed_anew(everywhere(LOG.note(b"\n".join(rewritten))), LOG),
            "the log is not the one whose checkpoint you kept", checkpoint=kept)
    refused("another size than the one that was kept", everywhere(grown), "ask for one --as-of",
            checkpoint=kept)


def everywhere(checkpoint):
    """The bundle with another checkpoint, in the proofs too."""
    return {name: data.replace(whole["checkpoint.note"], checkpoint) for name, data in whole.items()}


def other_files():
    for name, data in whole.items():
        for _ in range(4):
            place = chance.randrange(len(data))
            refused(f"{name} byte {place}", whole | {name: flipped(data, place, chance.randrange(8))},
                    name, "proofs/")
        refused(name + " gone", without(name), f"{name}", "records")
    for name in "report.html", "README.md", "schemas/types.json":
        refused(name + " changed", whole | {name: whole[name] + b" "},
                f"{name}: not the file that manifest.note was signed for")
    refused("a file more", whole | {"LICENCE": b""}, "LICENCE: not in manifest.note")


def other_schemas():
    """Words put in another order make the same bytes say something else: for that are one's own schemas."""
    types = json.loads(whole["schemas/types.json"])
    zones = types["$defs"]["zone"]["enum"]
    used = [word for word in zones if f'"{word}"' in whole["events.ndjson"].decode()]
    unused = [word for word in zones if f'"{word}"' not in whole["events.ndjson"].decode()]
    one, other = used[0], unused[0]
    types["$defs"]["zone"]["enum"] = [
        other if word == one else one if word == other else word for word in zones]
    false = whole | {
        "schemas/types.json": json.dumps(types).encode(),
        "events.ndjson": whole["events.ndjson"].replace(f'"{one}"'.encode(), f'"{other}"'.encode())}
    refused("words in another order", false, "schemas/types.json: not the file")
    taken("words in another order, signed anew", signed_anew(false, LOG))
    own = pathlib.Path(sys.argv[4])
    refused("words in another order, one's own schemas", signed_anew(false, LOG),
            "is not what the record says", schemas=own)
    taken("the bundle by one's own schemas", whole, schemas=own)
    for name in [it for it in whole if it.startswith("schemas/events/")]:
        harmed(name + " gone", without(name), "is missing", name)


LOG = key_of_the_log()
taken("the bundle as it is", whole)
taken("the bundle signed anew as it is", signed_anew(whole, LOG))
for group in records, values, omissions, proofs, keys, other_files, other_schemas:
    before = tried
    group()
    print(f"{group.__name__}: {tried - before}", flush=True)
for line in wrong[:20]:
    print("wrong:", line)
print(f"{tried} tried, {len(wrong)} wrong")
sys.exit(1 if wrong else 0)
