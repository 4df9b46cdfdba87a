#!/usr/bin/env python3
"""Checks an export of the ledger (zhiyuan verify --export FILE) against every checkpoint, or a receipt by itself.

Needs Python 3.8 and nothing else, and shares no line with the application.

    python3 verify-ledger.py EXPORT [--witness FILE] [--key VERIFIER]
    python3 verify-ledger.py --receipt RECEIPT [--witness FILE] [--key VERIFIER]

--witness  checkpoints that `zhiyuan witness` has kept elsewhere: without them whoever has both database and key can
           write everything anew.
--key      the line of /checkpoints/key, kept from before; else that of the witness's file, else that of the export.

Prints each fault. Exit codes: 0 all is right, 1 there are faults, 2 wrong words or an unreadable file.
"""
import base64
import gc
import hashlib
import json
import re
import sys

# --- Ed25519 (RFC 8032), with tables for the two points that every signature of one key needs ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def decompress(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def compress(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def table_of(point):
    """Multiples of 0 to 15 times 16^k, so that a product takes 64 additions."""
    rows = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(add(row[-1], point))
        rows.append(row)
        point = add(row[15], point)
    return rows


def multiply(table, number):
    product = NEUTRAL
    for row in table:
        product = add(product, row[number & 15])
        number >>= 4
    return product


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = table_of((BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P))


class Verifier:
    """Name and key of `name+keyid+base64`, as C2SP's signed notes write it."""

    def __init__(self, line):
        self.name, key_id, key = line.strip().split("+", 2)
        raw = base64.b64decode(key)
        self.key = raw[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()[:4]
        point = decompress(self.key)
        if len(raw) != 33 or raw[0] != 1 or self.id.hex() != key_id or point is None:
            raise ValueError("not a key of a ledger: " + line)
        self.table = table_of((P - point[0], point[1], 1, P - point[3]))

    def has_signed(self, text, signature):
        s = int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or s >= L:
            return False
        h = hashlib.sha512(signature[:32] + self.key + text).digest()
        k = int.from_bytes(h, "little") % L
        return compress(add(multiply(BASE, s), multiply(self.table, k))) == signature[:32]


def read_note(note, verifier):
    """(origin, size, root) of a note that the verifier's key has signed; None otherwise."""
    text, parted, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not parted or len(lines) != 4 or lines[0] != verifier.name or not lines[1].isdigit():
        return None
    root = base64.b64decode(lines[2])
    for line in signatures.split("\n"):
        words = line.split(" ")
        if len(words) == 3 and words[0] == "\u2014" and words[1] == verifier.name:
            sealed = base64.b64decode(words[2])
            if sealed[:4] == verifier.id and verifier.has_signed((text + "\n").encode(), sealed[4:]):
                return lines[0], int(lines[1]), root
    return None


def read_handover(note, verifier):
    """(next verifier, size) where the verifier's key hands on to another, and both have signed; None otherwise."""
    text, parted, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not parted or len(lines) != 5 or lines[0] != verifier.name or lines[1] != "key handover" or not lines[2].isdigit():
        return None
    following = Verifier(lines[4])
    signed = set()
    for line in signatures.split("\n"):
        words = line.split(" ")
        if len(words) == 3 and words[0] == "\u2014" and words[1] == verifier.name:
            sealed = base64.b64decode(words[2])
            for one in (verifier, following):
                if sealed[:4] == one.id and one.has_signed((text + "\n").encode(), sealed[4:]):
                    signed.add(one.id)
    if following.name != verifier.name or following.key == verifier.key or signed != {verifier.id, following.id}:
        return None
    return following, int(lines[2])


class Keys:
    """The keys of a ledger, as each was handed to the next, and from which size on each signs."""

    def __init__(self, line, handovers):
        self.all = [(Verifier(line), 0)]
        self.unread = 0
        for note in handovers:
            following = read_handover(note, self.all[-1][0])
            if following is None:
                self.unread += 1
            else:
                self.all.append(following)

    def newest(self):
        return self.all[-1][0]

    def of_size(self, size):
        return [verifier for verifier, above in self.all if size > above][-1]

    def has(self, line):
        known = Verifier(line)
        return any(known.key == verifier.key and known.name == verifier.name for verifier, _above in self.all)

    def read_note(self, note):
        size = note.split("\n", 2)[1] if note.count("\n") > 1 else ""
        return read_note(note, self.of_size(int(size))) if size.isdigit() else None


# --- The Merkle tree (RFC 9162, section 2.1) ---


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    """Grows leaf by leaf, and keeps the roots of its whole subtrees."""

    def __init__(self):
        self.whole = []
        self.size = 0

    def add(self, leaf):
        rest = self.size
        while rest & 1:
            leaf = sha256(b"\x01" + self.whole.pop() + leaf)
            rest >>= 1
        self.whole.append(leaf)
        self.size += 1

    def root(self):
        if not self.whole:
            return sha256(b"")
        root = self.whole[-1]
        for left in reversed(self.whole[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


def root_by_inclusion(leaf, index, size, path):
    if index >= size:
        return None
    last = size - 1
    for node in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            leaf = sha256(b"\x01" + node + leaf)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            leaf = sha256(b"\x01" + leaf + node)
        index >>= 1
        last >>= 1
    return leaf if last == 0 else None


# --- What stands in the leaves ---


NONCE = re.compile("[0-9a-f]{32}")
describe = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Check:
    def __init__(self, keys):
        self.keys = keys
        self.faults = 0
        self.hashes = bytearray()
        self.claims = []
        self.used = None
        self.versions = 0
        self.free = 0
        self.ended = False
        # What is known of the groups of one candidate, who closes lists of one with saves of another.
        self.number = None
        self.groups = []
        self.closed = {}
        self.last_id = 0
        self.free_ids = []

    def fault(self, words):
        self.faults += 1
        print(words)

    def take_checkpoint(self, note, where):
        found = self.keys.read_note(note)
        if found is None:
            self.fault("a checkpoint of %s is not signed with the key of this ledger" % where)
        else:
            self.claims.append((found[1], found[2], where))

    def build(self):
        """The tree anew, and every checkpoint against it."""
        tree = Tree()
        claims = sorted(self.claims)
        at = 0
        for place in range(0, len(self.hashes), 32):
            tree.add(bytes(self.hashes[place : place + 32]))
            if at < len(claims) and claims[at][0] == tree.size:
                root = tree.root()
                while at < len(claims) and claims[at][0] == tree.size:
                    if claims[at][1] != root:
                        self.fault("checkpoint of %d leaves (%s): the leaves below are not those of then" % (tree.size, claims[at][2]))
                    at += 1
        for size, _root, where in claims[at:]:
            self.fault("checkpoint of %d leaves (%s): leaves that it covers are gone" % (size, where))
        if tree.size > max([size for size, _r, _w in claims], default=0):
            self.fault("leaves behind the last checkpoint: nobody has signed them")
        self.used = bytearray(tree.size)

    def take_leaf(self, leaf, expected, what):
        """Marks a leaf as explained; `expected`: what it has to say behind form and nonce."""
        index, content = leaf
        # `["zhiyuan-leaf-1","` and a nonce of 32 digits, which is not looked into.
        nonce = content[19:51]
        if not NONCE.fullmatch(nonce) or describe(["zhiyuan-leaf-1", nonce] + expected) != content:
            self.fault("%s: the ledger has taken another in its place" % what)
            return
        if not 0 <= index < len(self.used) or sha256(b"\x00" + content.encode()) != bytes(self.hashes[32 * index : 32 * index + 32]):
            self.fault("%s: its leaf is not that of the tree" % what)
            return
        if self.used[index]:
            self.fault("%s: its leaf is that of another" % what)
        self.used[index] = 1

    def take_group(self, line, bodies):
        number, group = line["candidate"], line["group"]
        if number != self.number:
            self.settle()
            self.number = number
        before = "0" * 64
        last = None
        for place, (v, body) in enumerate(zip(line["versions"], bodies)):
            what = "%s %s version %s" % (number, group, v["ordinal"])
            self.versions += 1
            closes = [v["closes"]] if v["closes"] is not None else []
            for closed in v["closes"] or []:
                self.closed[tuple(closed)] = what
            head = describe(["zhiyuan-version-1", number, group, v["ordinal"], v["saveNumber"], v["batch"], v["pack"],
                             v["packVersion"], v["savedAt"], v["actor"], v["address"], v["device"]] + closes)
            sealed = bytes.fromhex(v["previous"]) + bytes.fromhex(v["nonce"]) + head.encode() + b"\n" + body
            if hashlib.sha256(sealed).hexdigest() != v["hash"]:
                self.fault(what + ": header or body are not what was hashed")
            if v["ordinal"] != place + 1:
                self.fault(what + ": the version before it is gone")
            elif v["previous"] != before:
                self.fault(what + ": does not build upon the version before it")
            if v["leaf"] is None:
                self.free += 1
                self.free_ids.append((v["id"], what))
            else:
                self.last_id = max(self.last_id, v["id"])
                self.take_leaf(v["leaf"], ["version", v["id"], number, group, v["ordinal"], v["saveNumber"], v["batch"],
                                           v["savedAt"], v["actor"], v["hash"], v["form"]] + closes, what)
            before = v["hash"]
            last = v
        granted, abandoned, confirmed, retractions = 0, None, None, 0
        for a in line["acts"]:
            what = "%s %s act %s" % (number, group, a["id"])
            if a["leaf"] is not None:
                self.take_leaf(a["leaf"], [a["kind"], a["id"], number, group, a["saves"], a["at"]], what)
            granted += a["saves"] if a["kind"] == "granted" else 0
            if a["kind"] == "abandoned":
                abandoned = abandoned or a["at"]
            # A confirmation names the version by its ordinal; the last word counts.
            if a["kind"] == "confirmed":
                confirmed = a["saves"]
            if a["kind"] == "retracted":
                confirmed, retractions = None, retractions + 1
        follows = {"granted": granted, "abandonedAt": abandoned, "confirmed": confirmed, "retractions": retractions}
        self.groups.append((group, line["row"], last, follows))

    def settle(self):
        """What is in force of a candidate, all of whose groups are known: a last version stands unless another closed it."""
        ends = dict((group, last["ordinal"] if last else 0) for group, _row, last, _follows in self.groups)
        for (group, ordinal), what in self.closed.items():
            if not 0 < ordinal <= ends.get(group, 0):
                self.fault(what + ": says that it closed a list which there is not")
        for group, row, last, follows in self.groups:
            standing = last if last and (group, last["ordinal"]) not in self.closed else None
            follows.update({
                "versionId": standing and standing["id"],
                "savesUsed": last["saveNumber"] if last else 0,
                "lastOrdinal": last["ordinal"] if last else 0,
                "batch": standing and standing["batch"],
            })
            self.compare(group, row, follows)
        self.groups, self.closed = [], {}

    def compare(self, group, stands, follows):
        names = {"versionId": "what is in force", "savesUsed": "the count", "lastOrdinal": "the last version",
                 "batch": "the batch in force", "granted": "the saves given", "abandonedAt": "whether it is given up",
                 "confirmed": "which list was confirmed", "retractions": "how often that was taken back"}
        if stands is None:
            self.fault("%s %s: the group's row is gone" % (self.number, group))
            return
        for name, value in follows.items():
            if stands[name] != value:
                self.fault("%s %s: %s does not follow from the leaves" % (self.number, group, names[name]))

    def finish(self):
        self.settle()
        for index, used in enumerate(self.used if self.used is not None else b""):
            if not used:
                self.fault("leaf %d: what it was taken from is gone, or is another" % index)
        # What was saved in the last moments has no leaf yet; an id below others that have one is no such thing.
        for number, what in self.free_ids:
            if number < self.last_id:
                self.fault(what + ": is not in the ledger, and later ones are")
        if not self.ended:
            self.fault("the export is cut off")


def read_witness(file):
    """(verifier or None, notes)"""
    verifier, notes = None, []
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            verifier = verifier or one.get("verifier")
            if "note" in one:
                notes.append(one["note"])
    return verifier, notes


def read_body(lines, length):
    body = lines.read(length)
    if lines.read(1) != b"\n":
        raise ValueError("the export is cut off, or a body has not the length it says")
    return body


def check_export(file, witness, key):
    kept_by, notes = read_witness(witness) if witness else (None, [])
    with open(file, "rb") as lines:
        first = json.loads(next(lines))
        if first.get("format") != "zhiyuan-ledger-1":
            raise ValueError("not an export of a ledger")
        line = key or kept_by or first["verifier"]
        if line is None:
            raise ValueError("the ledger is empty: nothing was signed")
        keys = Keys(first["verifier"] or line, first.get("handovers", []))
        foreign = not keys.has(line)
        if foreign:
            print("the export names another key than was kept")
            keys = Keys(line, [])
        check = Check(keys)
        check.faults += foreign
        if keys.unread:
            check.fault("%d change(s) of the key were not signed by the key before" % keys.unread)
        for note in notes:
            check.take_checkpoint(note, "the witness")
        for text in lines:
            one = json.loads(text)
            if "group" in one:
                if check.used is None:
                    check.build()
                check.take_group(one, [read_body(lines, v["bytes"]) for v in one["versions"]])
            elif "leaves" in one:
                check.hashes += b"".join(bytes.fromhex(each) for each in one["leaves"])
            elif "checkpoint" in one:
                check.take_checkpoint(one["checkpoint"], "the export")
            elif one.get("end") is True:
                check.ended = True
        if check.used is None:
            check.build()
        check.finish()
    print("%d versions, %d leaves, %d checkpoints, %d versions not taken yet: %s" % (
        check.versions, len(check.hashes) // 32, len(check.claims), check.free,
        "all is right" if check.faults == 0 else "%d fault(s)" % check.faults))
    return 0 if check.faults == 0 else 1


def check_receipt(file, witness, key):
    kept_by, notes = read_witness(witness) if witness else (None, [])
    with open(file, encoding="utf-8") as text:
        receipt = json.load(text)
    if receipt.get("format") != "zhiyuan-receipt-1":
        raise ValueError("not a receipt")
    line = key or kept_by or receipt["verifier"]
    keys = Keys(line, receipt.get("handovers", []))
    signed = read_note(receipt["checkpoint"], keys.newest())
    if signed is None:
        print("the checkpoint is not signed with the key of the ledger")
        return 1
    _origin, size, root = signed
    path = [base64.b64decode(each) for each in receipt["path"]]
    leaf = sha256(b"\x00" + receipt["leaf"].encode())
    if root_by_inclusion(leaf, receipt["index"], size, path) != root:
        print("the leaf does not stand in the tree of the checkpoint")
        return 1
    said = json.loads(receipt["leaf"])
    if receipt["checkValue"].replace(" ", "").lower() != said[11]:
        print("the leaf is that of another version")
        return 1
    for note in notes:
        kept = keys.read_note(note)
        if kept is not None and kept[1] == size and kept[2] != root:
            print("the witness has seen another root of %d leaves" % size)
            return 1
    print("the save of %s stands in the ledger as leaf %d, under the checkpoint of %d leaves" % (said[9], receipt["index"], size))
    return 0


def main(words):
    # What is read is let go by itself; looking for circles takes a third of the time.
    gc.disable()
    flags = {}
    rest = []
    while words:
        word = words.pop(0)
        if word in ("--witness", "--key", "--receipt") and words:
            flags[word] = words.pop(0)
        else:
            rest.append(word)
    try:
        if "--receipt" in flags and not rest:
            return check_receipt(flags["--receipt"], flags.get("--witness"), flags.get("--key"))
        if len(rest) == 1 and "--receipt" not in flags and not rest[0].startswith("-"):
            return check_export(rest[0], flags.get("--witness"), flags.get("--key"))
    except (OSError, ValueError, KeyError, TypeError, IndexError, StopIteration) as fault:
        print("cannot be read: %r" % fault, file=sys.stderr)
        return 2
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
