"""In a run of one letter every neighbouring pair is merged, overlapping ones too."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

import rig


def merged(ids, pair, new):
    """`ids` with every `pair` made `new`, from left to right; each id is used once."""
    if pair[0] == pair[1]:  # every neighbouring two of a run become one
        out = []
        for i, left in enumerate(ids):
            inside = tuple(ids[i : i + 2]) == pair
            if inside or left != pair[0] or i == 0 or ids[i - 1] != pair[0]:
                out.append(new if inside else left)
        return out
    out, i = [], 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return out


class BPE:
    """specials: the texts of special tokens, all different. `merges` is the list of (left, right), both bytes."""

    def __init__(self, specials=()):
        self.specials = specials
        self.merges, self.ranks = [], {}  # ranks: pair of ids -> the id it becomes, which grows with the rank
        self._set_up()

    def _set_up(self):
        """The bytes of every id, and the ids of the special tokens."""
        self.tokens = [bytes([b]) for b in range(256)] + [left + right for left, right in self.merges]
        self.id_of_special = {text.encode(): len(self.tokens) + i for i, text in enumerate(self.specials)}
        self.tokens += self.id_of_special

    def train(self, texts, vocab_size):
        """Learn merges until there are `vocab_size` ids in all, or no pair is left.

        Each time the most frequent pair inside pieces, counted with repeats; ties go to the pair with the smaller ids,
        the left one first. Raises ValueError where not even bytes and special tokens fit.
        """
        room = vocab_size - 256 - len(self.specials)
        if room < 0:
            raise ValueError("bytes and special tokens alone are more than vocab_size")
        frequency = Counter(piece for text in texts for piece in rig.pieces(text))
        words, times = list(frequency), list(frequency.values())
        counts, homes = Counter(), defaultdict(set)  # of each pair: how often, and in which words
        for i, word in enumerate(words):
            for pair in pairwise(word):
                counts[pair] += times[i]
                homes[pair].add(i)

        tokens = [bytes([b]) for b in range(256)]
        self.merges, self.ranks = [], {}
        while counts and len(self.merges) < room:
            best = min(counts, key=lambda pair: (-counts[pair], pair))
            self.ranks[best] = len(tokens)
            self.merges.append((tokens[best[0]], tokens[best[1]]))
            for i in homes.pop(best):  # only words that hold the pair change
                for pair in pairwise(words[i]):
                    counts[pair] -= times[i]
                    if not counts[pair]:
                        del counts[pair]
                words[i] = merged(words[i], best, len(tokens))
                for pair in pairwise(words[i]):
                    counts[pair] += times[i]
                    homes[pair].add(i)
            tokens.append(tokens[best[0]] + tokens[best[1]])
        self._set_up()

    def encode(self, data, special=False):
        """The ids of a str or of bytes. Special tokens are recognised only where `special` is true, longest first."""
        data = data.encode() if isinstance(data, str) else data
        if not special or not self.specials:
            return self._plain(data)
        longest_first = sorted(self.id_of_special, key=len, reverse=True)
        ids = []
        for part in re.split(b"(" + b"|".join(map(re.escape, longest_first)) + b")", data):
            ids += [self.id_of_special[part]] if part in self.id_of_special else self._plain(part)
        return ids

    def _plain(self, data):
        ids = []
        for piece in rig.pieces(data):
            word = piece  # bytes are numbers already
            while len(word) > 1:
                first = min(pairwise(word), key=lambda pair: self.ranks.get(pair, len(self.tokens)))
                if first not in self.ranks:
                    break
                word = merged(word, first, self.ranks[first])
            ids += word
        return ids

    def decode_bytes(self, ids):
        """The bytes of the ids, joined. Raises ValueError for an id that does not exist."""
        for i in ids:
            if not 0 <= i < len(self.tokens):
                raise ValueError(f"there is no id {i}")
        return b"".join(self.tokens[i] for i in ids)

    def decode(self, ids, errors="replace"):
        """The text of the ids: bytes are joined first and read as UTF-8 then."""
        return self.decode_bytes(ids).decode("utf-8", errors)
