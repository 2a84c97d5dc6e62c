"""Operators of torch's registry, made to refuse where they are dispatched: whoever holds one ends there.

Overridden is what torch's own tables hold: every key of an operator that has a kernel, and the kernels from which torch
fills the keys that have none. What only the JIT knows is taken out of its registry.
"""

from __future__ import annotations

import contextlib
import ctypes
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ALWAYS = ("CPU", "AutogradCPU")
KEYS = (
    "CPU", "CUDA", "MPS", "Meta", "QuantizedCPU", "QuantizedCUDA", "SparseCPU", "SparseCUDA", "SparseCsrCPU", "SparseCsrCUDA",
    "SparseMeta", "SparseCsrMeta", "MkldnnCPU", "NestedTensorCPU", "NestedTensorCUDA", "NestedTensorMeta",
    "AutogradCPU", "AutogradCUDA", "AutogradMPS", "AutogradMeta", "AutogradNestedTensor", "AutogradOther", "Autograd",
    "AutocastCPU", "AutocastCUDA", "ADInplaceOrView", "Functionalize", "FuncTorchBatched", "FuncTorchBatchedDecomposition",
    "FuncTorchVmapMode", "FuncTorchDynamicLayerFrontMode", "BackendSelect", "CatchAll", "CompositeImplicitAutograd",
    "CompositeImplicitAutogradNestedTensor", "CompositeExplicitAutograd", "CompositeExplicitAutogradNonFunctional",
)  # fmt: skip
DEREGISTER = "_ZN5torch3jit18deregisterOperatorERKN3c1014FunctionSchemaE"
SCHEMA_AT = 16  # where an object of pybind holds the pointer to what it wraps


def base(operator: str) -> str:
    """The name of an operator without namespace and overload."""
    return operator.partition("::")[2].partition(".")[0]


def operators(pattern: str) -> list[str]:
    """All operators, with namespace and overload, whose base name holds this pattern; none where there is no torch."""
    torch = sys.modules.get("torch")
    names = torch._C._dispatch_get_all_op_names() if torch else []
    return [name for name in names if re.search(pattern, base(name))]


def jit_only(pattern: str) -> list[str]:
    """Operators, without overload, that the JIT knows and the dispatcher does not; it also writes their names as one word."""
    torch = sys.modules.get("torch")
    if torch is None:
        return []
    dispatched = {name.partition(".")[0] for name in torch._C._dispatch_get_all_op_names()}
    names = {schema.name for schema in torch._C._jit_get_all_schemas()} - dispatched
    word = pattern.replace("_", "")
    return sorted(name for name in names if re.search(word, base(name).replace("_", "").lower()))


def refuse(names: Iterable[str], refusal: Callable[..., Any]) -> bool:
    """Override every kernel of these operators; whether there were any."""
    torch = sys.modules.get("torch")
    names = list(names)
    if torch is None or not names:
        return False
    libraries = {space: _library(torch, space) for space in {name.partition("::")[0] for name in names}}
    keys = [key for key in KEYS if key in torch._C.DispatchKey.__members__]
    has = torch._C._dispatch_has_kernel_for_dispatch_key
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in names:
            space, _, short = name.partition("::")
            for key in keys:
                if key in ALWAYS or _has(has, name, key):
                    with contextlib.suppress(RuntimeError):  # a key that takes no kernel from outside
                        libraries[space].impl(short, key, refusal)
    return True


def _library(torch: Any, space: str) -> Any:
    """A registration that is never freed and that no name leads to: it cannot be undone."""
    library = torch._C._dispatch_library("IMPL", space, "", "", 0)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
    return library


def _has(has: Callable[[str, str], bool], name: str, key: str) -> bool:
    try:
        return has(name, key)
    except RuntimeError:
        return False


def unregister(names: Iterable[str]) -> None:
    """Take operators out of the JIT's registry. Not where torch's library has no such function (other systems)."""
    torch = sys.modules["torch"]
    folder = Path(str(torch.__file__)).parent / "lib"
    found = [path for path in (folder / "libtorch_cpu.so", folder / "libtorch_cpu.dylib") if path.exists()]
    take_out = getattr(ctypes.CDLL(str(found[0])), DEREGISTER, None) if found else None
    if take_out is None:
        return
    take_out.restype, take_out.argtypes = None, [ctypes.c_void_p]
    for name in names:
        for schema in torch._C._jit_get_schemas_for_operator(name):
            take_out(ctypes.c_void_p.from_address(id(schema) + SCHEMA_AT).value)
