"""Shared by all tests: the network is closed but for loopback, and every test has a data folder of its own."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
PACK = ROOT / "tests" / "pack"

# Slow files come first, so that no worker is left alone with one at the end.
FIRST = ("journeys", "attacks", "grader", "audit", "cli")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell starts what runs behind it deaf to Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test wants to reach {host}")
    return _connect(self, address)  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """By folder, in the order of FIRST; within one as collected."""
    folders = {item: item.path.relative_to(ROOT / "tests").parts[0] for item in items}
    items.sort(key=lambda item: FIRST.index(folders[item]) if folders[item] in FIRST else len(FIRST))


@pytest.fixture(autouse=True, scope="session")
def _closed_network() -> Iterator[None]:
    socket.socket.connect = _loopback_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what can be made anew, the same for all tests of a process."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """BEIKAO_HOME of this test alone."""
    folder = tmp_path / "home"
    monkeypatch.setenv("BEIKAO_HOME", str(folder))
    monkeypatch.setenv("BEIKAO_CACHE", str(kept))
    monkeypatch.delenv("BEIKAO_CONTENT", raising=False)
    return folder
