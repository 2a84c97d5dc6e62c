"""Appends events and prints each id once it was acknowledged, until it is killed. Run by test_crash as a process.

Usage: python appender.py HOME SEED. Every event is a submission with a blob of its own; drafts are saved in between.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from beikao.events import CodeSubmitted, Event, QuestionAnswered, new_id
from beikao.record import Record


def main(home: Path, seed: int) -> None:
    record = Record.open(home)
    for number in range(1_000_000):
        at = datetime.now(UTC)
        code = f"{seed} {number}\n".encode() * 50
        submitted = CodeSubmitted("lab:svd-compress", "r", {"solution.py": record.put_blob(code)}, number)
        answered = QuestionAnswered("svd/ratio", "r", number, "1.5", 1.0, None, "practice", 1, 30.0)
        events = [Event(new_id(at), "me", at, "UTC", "cli", d.TYPE, d.as_dict()) for d in (submitted, answered)]
        record.append(*events)
        print(*(e.id for e in events), flush=True)
        record.save_draft("me", "lab:svd-compress", {"solution.py": str(number)}, at)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
