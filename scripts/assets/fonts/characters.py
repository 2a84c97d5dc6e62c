"""Chooses the characters of the core font files: those of the interface, which every page has, and the most frequent ones of what is read.

Writes core.txt (CORE Chinese characters: all of the interface's words, then the most frequent of content/, with punctuation),
more.txt (what else content/ uses) and rest.txt (the other characters of GB 2312 level 1, for what learners and schools write). Both are committed: fonts are built once a release, not per lesson.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CORE = 1300
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥％＋－＝×÷°　"


def main() -> None:
    """Count and write."""
    interface, counts = Counter[str](), Counter[str]()
    for path in (ROOT / "src" / "beikao" / "web").rglob("*"):
        if path.suffix in (".toml", ".html", ".py"):
            interface.update(chinese(path))
    for path in (ROOT / "content").rglob("*"):
        if path.suffix in (".md", ".toml", ".py"):
            counts.update(chinese(path))
    counts += interface
    order = sorted(counts.items(), key=lambda item: (item[0] not in interface, -item[1], item[0]))
    core = [c for c, _ in order[:CORE]]
    more = [c for c in counts if c not in set(core)]
    rest = [c for c in level_one() if c not in counts]
    (HERE / "core.txt").write_text("".join(sorted(core)) + PUNCTUATION + "\n", encoding="utf-8")
    (HERE / "more.txt").write_text("".join(sorted(more)) + "\n", encoding="utf-8")
    (HERE / "rest.txt").write_text("".join(rest) + "\n", encoding="utf-8")
    covered = sum(counts[c] for c in core) / max(1, sum(counts.values()))
    print(
        f"{len(core)} core characters cover {covered:.2%} of {sum(counts.values()):,}; {len(more)} more, {len(rest)} in the rest"
    )


def chinese(path: Path) -> list[str]:
    """The Chinese characters of a file."""
    return [c for c in path.read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"]


def level_one() -> list[str]:
    """The 3,755 characters of GB 2312 level 1."""
    pairs = ((a, b) for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFF) if not (a == 0xD7 and b > 0xF9))
    return [bytes(pair).decode("gb2312") for pair in pairs]


if __name__ == "__main__":
    main()
