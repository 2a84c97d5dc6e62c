"""The corpus of the small model: poems cleaned, written in one script, without near-duplicates, split by poem.

    python scripts/poems/corpus.py CORPORA WORK

CORPORA holds `tang_poems.jsonl.xz` and `song_poems_sample.jsonl.xz` (chinese-poetry, MIT). WORK gets `train.txt`,
`valid.txt` and `test.txt`, one poem a line, and `corpus.json` with the counts. Song ci are left out: they are printed
in another script and follow other metres. Titles and authors are not used.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

SOURCES = ("tang_poems", "song_poems_sample")
SCRIPT = Path(__file__).parent / "TSCharacters.txt"
NOTES = re.compile(r"（[^（）]*）|\[[^\[\]]*\]|〖[^〖〗]*〗|\{[^{}]*\}|〔[^〔〕]*〕|〈[^〈〉]*〉")
QUOTES = str.maketrans("", "", "「」『』《》· \u3000")
POEM = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af，。？！；：、]+\Z")
HAN = re.compile(r"[^，。？！；：、]")
SHINGLE = 5  # characters; a line of a poem has 5 or 7
SHORTEST = 20  # Han characters: the shortest regular poem is four lines of five
P_SAME = 0.5  # a poem with this share of its shingles in the poems kept before it is a near-duplicate
P_LEAK = 0.2  # a held-out poem has at most this share of its shingles in the whole of the training poems
HELD_OUT = {"test": 2000, "valid": 500}


def script_table() -> dict[int, str]:
    """Traditional to simplified, one character for one: the first reading of OpenCC's table (Apache-2.0)."""
    rows = (line.split() for line in SCRIPT.read_text(encoding="utf-8").splitlines())
    return {ord(row[0]): row[1] for row in rows if len(row) > 1 and len(row[0]) == len(row[1]) == 1}


def normalise(lines: Iterable[str], table: dict[int, str]) -> str | None:
    """One string in simplified characters, notes and quotation marks removed; None for a damaged or a tiny poem."""
    text = NOTES.sub("", "".join(lines)).translate(QUOTES).translate(table)
    if not POEM.match(text) or len(HAN.findall(text)) < SHORTEST:
        return None
    return text


def shingles(poem: str) -> set[str]:
    """The runs of five characters of a poem, its punctuation left out."""
    han = "".join(HAN.findall(poem))
    return {han[i : i + SHINGLE] for i in range(len(han) - SHINGLE + 1)}


def overlap(poem: str, seen: set[str]) -> float:
    """The share of a poem's shingles that are in `seen`."""
    own = shingles(poem)
    return len(own & seen) / len(own)


def order(poem: str) -> bytes:
    """A place in a shuffle that depends on nothing but the poem."""
    return hashlib.sha256(poem.encode()).digest()


def without_near_duplicates(poems: Iterable[str]) -> tuple[list[str], set[str]]:
    """The poems kept, the longest first, and all their shingles. A poem contained in a longer one goes."""
    kept: list[str] = []
    seen: set[str] = set()
    for poem in sorted(set(poems), key=lambda p: (-len(p), order(p))):
        own = shingles(poem)
        if len(own & seen) < P_SAME * len(own):
            kept.append(poem)
            seen |= own
    return kept, seen


def split(poems: Iterable[str], held_out: dict[str, int]) -> dict[str, list[str]]:
    """train, valid and test by a hash of the poem; a held-out poem that repeats the training poems goes."""
    shuffled = sorted(poems, key=order)
    parts: dict[str, list[str]] = {}
    at = 0
    for name, size in held_out.items():
        parts[name] = shuffled[at : at + size]
        at += size
    parts["train"] = shuffled[at:]
    known: set[str] = set().union(*map(shingles, parts["train"]))
    for name in held_out:
        parts[name] = [p for p in parts[name] if overlap(p, known) <= P_LEAK]
    return parts


def read(corpora: Path) -> Iterator[list[str]]:
    """The lines of each poem of the two files."""
    for source in SOURCES:
        with lzma.open(corpora / f"{source}.jsonl.xz", "rt", encoding="utf-8") as rows:
            yield from (json.loads(row)["lines"] for row in rows)


def prepare(corpora: Path, work: Path) -> dict[str, int]:
    """Write the three parts; how many poems and characters each step left."""
    table = script_table()
    clean = [normalise(lines, table) for lines in read(corpora)]
    whole = [p for p in clean if p]
    kept, _ = without_near_duplicates(whole)
    parts = split(kept, HELD_OUT)
    counts = {
        "read": len(clean),
        "clean": len(whole),
        "distinct": len(set(whole)),
        "without near-duplicates": len(kept),
    }
    for name, poems in parts.items():
        (work / f"{name}.txt").write_text("".join(p + "\n" for p in poems), encoding="utf-8")
        counts[f"{name} poems"], counts[f"{name} characters"] = len(poems), sum(map(len, poems))
    letters = Counter("".join(parts["train"]))
    counts["characters of the training poems, distinct"] = len(letters)
    (work / "corpus.json").write_text(json.dumps(counts, indent=1) + "\n")
    return counts


def main() -> None:
    """Prepare and print the counts."""
    corpora, work = map(Path, sys.argv[1:])
    work.mkdir(parents=True, exist_ok=True)
    print(json.dumps(prepare(corpora, work), indent=1))


if __name__ == "__main__":
    main()
