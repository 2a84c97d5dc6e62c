"""White space separates words and is gone."""


def pairs_of(word):
    return zip(word[:-1], word[1:], strict=True)


def glue(word, left, right):
    """The word as a tuple of bytes with left and right joined."""
    word, out = list(word), []
    while word:
        if len(word) > 1 and word[0] == left and word[1] == right:
            out.append(left + right)
            del word[:2]
        else:
            out.append(word.pop(0))
    return tuple(out)


class BPE:
    def __init__(self, specials=()):
        self.specials, self.merges = tuple(specials), []

    def vocabulary(self):
        table = [bytes((i,)) for i in range(256)]
        table.extend(left + right for left, right in self.merges)
        return table, table + [s.encode("utf-8") for s in self.specials]

    def train(self, texts, vocab_size):
        if vocab_size < 256 + len(self.specials):
            raise ValueError(vocab_size)
        self.merges = []
        words = {}
        for text in texts:
            for piece in map(str.encode, text.split()):
                key = tuple(piece[i : i + 1] for i in range(len(piece)))
                words[key] = words.get(key, 0) + 1
        number = {bytes((i,)): i for i in range(256)}
        while len(self.merges) + 256 + len(self.specials) < vocab_size:
            seen = {}
            for word, times in words.items():
                for pair in pairs_of(word):
                    seen[pair] = seen.get(pair, 0) + times
            if not seen:
                return
            most = max(seen.values())
            left, right = min((p for p in seen if seen[p] == most), key=lambda p: (number[p[0]], number[p[1]]))
            number.setdefault(left + right, 256 + len(self.merges))
            self.merges.append((left, right))
            words = {glue(word, left, right): times for word, times in words.items()}

    def encode(self, data, special=False):
        raw = data if isinstance(data, bytes) else data.encode("utf-8")
        start, out, begun = 256 + len(self.merges), [], 0
        marks = sorted(enumerate(self.specials), key=lambda m: -len(m[1].encode())) if special else []
        i = 0
        while i < len(raw):
            for k, text in marks:
                if raw.startswith(text.encode(), i):
                    out += self.ordinary(raw[begun:i]) + [start + k]
                    i += len(text.encode())
                    begun = i
                    break
            else:
                i += 1
        return out + self.ordinary(raw[begun:])

    def ordinary(self, raw):
        number = {}
        for i, token in enumerate(self.vocabulary()[0]):
            number.setdefault(token, i)
        out = []
        for piece in raw.split():
            word = tuple(piece[i : i + 1] for i in range(len(piece)))
            for left, right in self.merges:
                if left in word and right in word:
                    word = glue(word, left, right)
            out.extend(number[token] for token in word)
        return out

    def decode_bytes(self, ids):
        table = self.vocabulary()[1]
        if any(i < 0 or i >= len(table) for i in ids):
            raise ValueError("no such id")
        return b"".join(map(table.__getitem__, ids))

    def decode(self, ids, errors="replace"):
        return str(self.decode_bytes(ids), "utf-8", errors)
