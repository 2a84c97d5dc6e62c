"""Cleaning and the split by poem: nothing held out stands in training, not even with a few characters changed."""

from __future__ import annotations

import random
from itertools import product

BED = "床前明月光，疑是地上霜。举头望明月，低头思故乡。"
STOPS = "，。"


def made(rng: random.Random, lines: int) -> str:
    """Lines of five characters out of a few hundred, so that chance repeats are rare but there."""
    body = ["".join(chr(0x4E00 + rng.randrange(300)) for _ in range(5)) for _ in range(lines)]
    return "".join(line + STOPS[i % 2] for i, line in enumerate(body))


def changed(rng: random.Random, poem: str) -> str:
    """A copy as another edition has it: one character in another writing."""
    at = rng.choice([i for i, c in enumerate(poem) if c not in STOPS])
    return poem[:at] + chr(0x9000 + rng.randrange(99)) + poem[at + 1 :]


def fives(poem: str) -> set[str]:
    han = [c for c in poem if c not in STOPS]
    return {"".join(han[i : i + 5]) for i in range(len(han) - 4)}


def sample() -> list[str]:
    rng = random.Random(3)
    poems = [made(rng, rng.choice([4, 8, 16])) for _ in range(300)]
    copies = [changed(rng, p) for p in poems[:60]]
    excerpts = [p[:24] for p in poems[60:90] if len(p) > 24]
    quoting = [poems[100 + i][:12] + made(rng, 2) for i in range(10)]
    mixed = poems + copies + excerpts + quoting + poems[:20]
    rng.shuffle(mixed)
    return mixed


def test_no_held_out_poem_or_near_duplicate_is_in_training() -> None:
    from corpus import split, without_near_duplicates

    mixed = sample()
    kept, seen = without_near_duplicates(mixed)
    assert 300 <= len(kept) <= 310  # the poems, and of those that quote one few
    assert seen == set().union(*map(fives, kept))
    parts = split(kept, {"test": 60, "valid": 20})
    assert len(parts["train"]) == len(kept) - 80 and len(parts["test"]) > 40
    every = [p for part in parts.values() for p in part]
    assert len(every) == len(set(every))
    for held, train in product(parts["test"] + parts["valid"], parts["train"]):
        a, b = fives(held), fives(train)
        assert len(a & b) <= 0.2 * len(a), (held, train)
        assert len(a & b) <= 0.5 * min(len(a), len(b))


def test_the_split_depends_on_the_poems_alone() -> None:
    from corpus import split, without_near_duplicates

    mixed = sample()
    first = split(without_near_duplicates(mixed)[0], {"test": 60, "valid": 20})
    assert split(without_near_duplicates(mixed[::-1])[0], {"test": 60, "valid": 20}) == first


def test_editions_of_one_poem_are_one() -> None:
    from corpus import without_near_duplicates

    other = BED.replace("明月光", "看月光").replace("望明月", "望山月")
    assert len(without_near_duplicates([BED, other, other + "客舍并州已十霜，归心日夜忆咸阳。"])[0]) == 1


def test_cleaning() -> None:
    from corpus import normalise, script_table

    table = script_table()
    traditional = ["牀前明月光，疑是地上霜。", "「舉頭望明月」，（一作山月）低頭思故鄉。"]
    assert normalise(traditional, table) == BED
    assert normalise(["牀前□月光，疑是地上霜。", "舉頭望明月，低頭思故鄉。"], table) is None
    assert normalise(["床前明月光。"], table) is None
