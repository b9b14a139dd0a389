"""Judges proofs, roots and notes with code that is not ours: judge.py CASES, an object a line.

A line of output for each: `good`, or `bad` and why. Roots are pymerkle's, inclusion is sigstore's
besides, signatures are cryptography's; consistency is told by the words of RFC 6962 §2.1.2 read
backwards, since neither package has that proof.

  {"kind":"tree","name":N,"records":[base64…]}            records that later cases speak of
  {"kind":"root","tree":N,"size":S,"root":base64}
  {"kind":"entry","record":base64,"origin":O,"key":VKEY,"proof":text}
  {"kind":"growth","origin":O,"size":S,"root":base64,"key":VKEY,"proof":text}
  {"kind":"note","key":VKEY,"note":text}
"""

import binascii
import hashlib
import json
import re
import sys
from types import SimpleNamespace

from base64 import b64decode, b64encode
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

trees = {}


class Bad(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Bad(why)


def exactly(text):
    """Bytes of base64 that is written in the one canonical way."""
    try:
        found = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Bad("base64") from None
    need(b64encode(found).decode() == text, "base64 of another form")
    return found


def count(text):
    need(re.fullmatch("0|[1-9][0-9]*", text) and int(text) < 1 << 63, "a number")
    return int(text)


def hashes(lines):
    found = [exactly(line) for line in lines]
    need(all(len(it) == 32 for it in found), "a hash's length")
    return found


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size):
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


# c2sp.org/signed-note, c2sp.org/tlog-checkpoint

def note(text, vkey):
    """The text of a note that the key signed."""
    name, key_id, rest = vkey.split("+", 2)
    raw = exactly(rest)
    need(raw[:1] == b"\x01" and len(raw) == 33, "the key's type")
    need(hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] == key_id, "the key's id")
    need("\n\n" in text and text.endswith("\n"), "no signatures")
    body, signatures = text.rsplit("\n\n", 1)
    signers = 0
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line)
        need(match, "a signature's line")
        blob = exactly(match[2])
        need(len(blob) > 4, "a signature's length")
        if match[1] == name and blob[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(
                    blob[4:], (body + "\n").encode())
            except InvalidSignature:
                raise Bad("the signature") from None
            signers += 1
    need(signers > 0, "no signature of the key's")
    return body + "\n"


def checkpoint(text, vkey, origin):
    lines = note(text, vkey).split("\n")
    need(len(lines) >= 4 and lines[0] == origin, "the origin")
    root = exactly(lines[2])
    need(len(root) == 32, "the root's length")
    return count(lines[1]), root


# RFC 6962 §2.1.1, §2.1.2: the definitions, run from the top with the proof's hashes taken from its end

def root_by_path(index, size, leaf, path):
    if size == 1:
        return leaf
    need(path, "too few hashes")
    half, other = split(size), path.pop()
    if index < half:
        return node(root_by_path(index, half, leaf, path), other)
    return node(other, root_by_path(index - half, size - half, leaf, path))


def roots_by_proof(old, new, whole, path, old_root):
    """The older and the newer root of a subtree, of which `old` leaves were there before."""
    if old == new:
        if whole:
            return old_root, old_root
        need(path, "too few hashes")
        found = path.pop()
        return found, found
    need(path, "too few hashes")
    half, other = split(new), path.pop()
    if old <= half:
        before, after = roots_by_proof(old, half, whole, path, old_root)
        return before, node(after, other)
    before, after = roots_by_proof(old - half, new - half, False, path, old_root)
    return node(other, before), node(other, after)


def by_sigstore(record, index, size, path, root):
    proof = SimpleNamespace(log_index=index, tree_size=size, hashes=path, root_hash=root)
    entry = SimpleNamespace(
        _inner=SimpleNamespace(inclusion_proof=proof, canonicalized_body=record))
    try:
        verify_merkle_inclusion(entry)
        return True
    except VerificationError:
        return False


# The kinds of case

def tree(case):
    made = InmemoryTree(algorithm="sha256")
    for record in case["records"]:
        made.append_entry(b64decode(record))
    trees[case["name"]] = made


def root(case):
    need(trees[case["tree"]].get_root(case["size"]) == exactly(case["root"]), "the root")


def entry(case):
    head, _, text = case["proof"].partition("\n\n")
    lines = head.split("\n")
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "the first line")
    need(lines and lines[0].startswith("index "), "the index")
    index, path = count(lines[0][6:]), hashes(lines[1:])
    size, want = checkpoint(text, case["key"], case["origin"])
    record = b64decode(case["record"])
    need(index < size, "an index past the end")
    leaf, rest = hashlib.sha256(b"\x00" + record).digest(), list(path)
    try:
        need(root_by_path(index, size, leaf, rest) == want, "the root")
        need(not rest, "too many hashes")
        holds = True
    except Bad as why:
        holds, reason = False, why
    if by_sigstore(record, index, size, path, want) != holds:
        sys.exit(f"sigstore and the RFC's words differ: {case}")
    if not holds:
        raise reason_of(reason)
    if "tree" in case:
        own = trees[case["tree"]].prove_inclusion(index + 1, size)
        need(own.path == [leaf] + path, "not pymerkle's own proof")


def reason_of(why):
    return Bad(str(why))


def growth(case):
    head, _, text = case["proof"].partition("\n\n")
    lines = head.split("\n")
    need(lines[0].startswith("old "), "the older size")
    old, path = count(lines[0][4:]), hashes(lines[1:])
    new, want = checkpoint(text, case["key"], case["origin"])
    need(old == case["size"], "another older size")
    need(0 < old <= new, "the sizes")
    old_root = exactly(case["root"])
    before, after = roots_by_proof(old, new, True, path, old_root)
    need(not path, "too many hashes")
    need(before == old_root and after == want, "a root")


def plain_note(case):
    note(case["note"], case["key"])


def main():
    kinds = {"tree": tree, "root": root, "entry": entry, "growth": growth, "note": plain_note}
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            case = json.loads(line)
            try:
                kinds[case["kind"]](case)
                print("good")
            except Bad as why:
                print("bad", why)


main()
