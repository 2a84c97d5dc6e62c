"""Writes docs/reference/commands.md and commands.zh.md from the commands themselves.

python scripts/manual.py            # --check: exit code 1 where a page is not what it would write
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NAMES = {"en": "commands.md", "zh": "commands.zh.md"}


def pages() -> dict[str, str]:
    """name of the file -> text."""
    os.environ["COLUMNS"] = "100"
    import typer.main

    from beikao.cli import manual
    from beikao.cli.main import app

    return {name: manual.page(typer.main.get_command(app), lang) for lang, name in NAMES.items()}


def main() -> None:
    """Write or compare."""
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        sys.exit(f"not what scripts/manual.py writes: {', '.join(stale)}")


if __name__ == "__main__":
    main()
