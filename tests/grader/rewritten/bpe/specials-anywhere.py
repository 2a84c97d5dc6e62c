"""The marks are always looked for."""

import re

import rig

BASE = 0x10000  # chr(BASE + i) is the letter for id i, so that a merge is one replacement in a string


def letters(data):
    return "".join(chr(BASE + b) for b in data)


class BPE:
    def __init__(self, specials=()):
        self.marks = [s.encode() for s in specials]
        self.merges, self.rules = [], []

    def spell(self):
        return [bytes([b]) for b in range(256)] + [a + b for a, b in self.merges] + self.marks

    def train(self, texts, vocab_size):
        goal = vocab_size - len(self.marks)
        if goal < 256:
            raise ValueError("too small")
        self.merges, self.rules, bag = [], [], {}
        for text in texts:
            for piece in rig.pieces(text):
                word = letters(piece)
                bag[word] = bag.get(word, 0) + 1
        known = {chr(BASE + b): bytes([b]) for b in range(256)}
        while 256 + len(self.rules) < goal:
            tally = {}
            for word, times in bag.items():
                for i in range(len(word) - 1):
                    two = word[i : i + 2]
                    tally[two] = tally.get(two, 0) + times
            if len(tally) == 0:
                break
            two, _ = sorted(tally.items(), key=lambda item: (-item[1], item[0]))[0]
            one = chr(BASE + 256 + len(self.rules))
            known[one] = known[two[0]] + known[two[1]]
            self.merges.append((known[two[0]], known[two[1]]))
            self.rules.append((two, one))
            bag = {word.replace(two, one): times for word, times in bag.items()}

    def encode(self, data, special=False):
        if isinstance(data, str):
            data = data.encode()
        if self.marks and re.search(b"|".join(map(re.escape, self.marks)), data):
            pattern = b"|".join(re.escape(m) for m in sorted(self.marks, key=len)[::-1])
            ids, at = [], 0
            for hit in re.finditer(pattern, data):
                ids += self.encode(data[at : hit.start()])
                ids.append(256 + len(self.merges) + self.marks.index(hit.group()))
                at = hit.end()
            return ids + self.encode(data[at:])
        out = []
        for piece in rig.pieces(data):
            word = letters(piece)
            for two, one in self.rules:
                word = word.replace(two, one)
            out += [ord(c) - BASE for c in word]
        return out

    def decode_bytes(self, ids):
        names = dict(enumerate(self.spell()))
        if not set(ids) <= set(names):
            raise ValueError(sorted(set(ids) - set(names)))
        return b"".join(names[i] for i in ids)

    def decode(self, ids, errors="replace"):
        return self.decode_bytes(ids).decode(errors=errors)
