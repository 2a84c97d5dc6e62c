"""Whether a name in `banned` is an operator: read off the files of the installed libraries, none of which is imported.

It says that a definition of that name stands in that module. That it can be overridden is seen in the grader, which
refuses a lab whose bans it cannot carry out.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("sklearn",)  # may be banned whole
LIBRARIES = ("torch", "numpy", "scipy")
NAME = re.compile(r"(?:aten::\w+|(?:torch|numpy|scipy)(?:\.\w+)+)\Z")
MORE = {  # where names of a module are defined that its own files do not define
    "torch": ("torch/_C/_VariableFunctions.pyi", "torch/functional.py"),
    "torch.Tensor": ("torch/_C/__init__.pyi", "torch/_tensor.py"),
    "torch.nn": ("torch/nn/modules",),
    "numpy.linalg": ("numpy/linalg/_linalg.py", "numpy/linalg/linalg.py"),
    "numpy.fft": ("numpy/fft/_pocketfft.py",),
    "numpy": ("numpy/_core", "numpy/core", "numpy/lib"),
}


def known(name: str) -> bool:
    """Whether an operator or function has this full name. A library that is not installed is believed."""
    if name in PACKAGES:
        return True
    if not NAME.match(name):
        return False
    library = "torch" if name.startswith("aten::") else name.partition(".")[0]
    root = _root(library)
    if root is None:
        return True
    if name.startswith("aten::"):
        return name.removeprefix("aten::") in _aten(root)
    module, _, last = name.rpartition(".")
    pattern = re.compile(rf"^\s*(?:def|class)\s+{last}\b|^\s*{last}\s*[:=]", re.MULTILINE)
    return any(pattern.search(path.read_text("utf-8", "replace")) for path in _files(root, module))


@cache
def _root(library: str) -> Path | None:
    """The folder that the library's folder lies in."""
    found = importlib.util.find_spec(library)
    return Path(found.origin).parent.parent if found and found.origin else None


@cache
def _aten(root: Path) -> frozenset[str]:
    """The names of torch's native functions."""
    path = root / "torchgen/packaged/ATen/native/native_functions.yaml"
    return frozenset(re.findall(r"^- func: (\w+)", path.read_text("utf-8"), re.MULTILINE))


def _files(root: Path, module: str) -> Iterator[Path]:
    """The sources and stubs that may define a name of this module."""
    own = module.replace(".", "/")
    for place in (own, f"{own}.py", f"{own}.pyi", f"{own}/__init__.py", f"{own}/__init__.pyi", *MORE.get(module, ())):
        path = root / place
        if path.is_dir() and (place != own or "." in module):
            yield from sorted(path.glob("*.py"))
        elif path.is_file():
            yield path
