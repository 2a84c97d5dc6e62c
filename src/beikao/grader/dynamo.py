"""A stand-in for `torch._dynamo`, which every optimiser imports at its first use, only to be told that nothing compiles.

The import brings 800 modules and costs a child 1 to 3 s of CPU time. The two functions that torch asks for where nothing
is compiled stand here; whatever else is asked of it (`torch.compile`, its settings) imports the module itself.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable
from typing import Any

NAME = "torch._dynamo"


class StandIn(types.ModuleType):
    """Answers what eager code asks; becomes the true module at the first other question."""

    @staticmethod
    def graph_break(msg: str = "") -> None:
        """Nothing is compiled, so nothing is broken off."""

    @staticmethod
    def disable(fn: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Any:
        """What is not compiled need not be kept from it: the function itself, also as a decorator with settings."""
        return (lambda function: function) if fn is None else fn

    def __getattr__(self, name: str) -> Any:
        if name in ("__file__", "__wrapped__"):  # asked of every module, by `inspect` and the like
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME]
            vars(sys.modules["torch"]).pop("_dynamo", None)
        return getattr(importlib.import_module(NAME), name)


def stand_in() -> None:
    """Put it in the place of the module, unless that is there already."""
    if NAME not in sys.modules:
        made = StandIn(NAME)
        sys.modules[NAME] = made
        vars(sys.modules["torch"])["_dynamo"] = made
