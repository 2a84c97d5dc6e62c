"""Loads a file of content as a module, again when it or a Python file beside it changed.

Files of its own folder can be imported by their bare names, at the top of the file; these names are forgotten
afterwards, so two folders may each have a `data.py`.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

_modules: dict[str, tuple[int, ModuleType]] = {}
_open: list[tuple[Path, ...]] = []


def stamp(path: Path) -> int:
    """When the file, or any Python file beside it, last changed."""
    return max(p.stat().st_mtime_ns for p in (path, *path.parent.glob("*.py")))


def load(path: str, *, fresh: bool = False) -> ModuleType:
    """The module of a file, the one of the last call if nothing changed."""
    changed = stamp(Path(path))
    known = _modules.get(path)
    if known and known[0] == changed and not fresh:
        return known[1]
    name = f"content_{len(_modules)}_{Path(path).stem}".replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while it runs
    try:
        with beside(Path(path).parent):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    _modules[path] = (changed, module)
    return module


@contextmanager
def beside(*folders: Path) -> Iterator[None]:
    """Let the files of these folders be imported by bare name. The outermost forgets them at its end.

    So an oracle and the reference that it loads share one `rig`, and two labs never do.
    """
    path, names = list(sys.path), set(sys.modules)
    sys.path[:0] = [str(f) for f in folders]
    importlib.invalidate_caches()
    _open.append(folders)
    try:
        yield
    finally:
        sys.path[:] = path
        _open.pop()
        for name in () if _open else set(sys.modules) - names:
            file = getattr(sys.modules[name], "__file__", None)
            if file and not name.startswith("content_") and Path(file).parent in folders:
                del sys.modules[name]
