"""The comparison of pictures: what a person would not see counts for nothing, a moved button does."""

from __future__ import annotations

import importlib.util
from typing import Any

from PIL import Image, ImageDraw

from tests.conftest import ROOT


def script() -> Any:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "scripts" / "pictures.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(x: int, shade: int = 255) -> Image.Image:
    image = Image.new("RGB", (1360, 900), (shade, shade, shade))
    ImageDraw.Draw(image).rectangle((x, 400, x + 120, 440), fill="black")
    return image


def test_a_moved_button_is_seen_and_a_shade_is_not() -> None:
    pictures = script()
    assert pictures.differ(page(200), page(200, shade=252)) == 0
    assert pictures.differ(page(200), page(220)) > pictures.SHARE
    assert pictures.differ(page(200), page(200).resize((390, 844))) == 1


def test_every_page_is_kept_in_all_its_looks() -> None:
    names = script().PAGES
    looks = [f"{n}-{lang}-{theme}-{width}.webp" for n in names for lang in ("zh", "en") for theme in ("light", "dark")
             for width in (1360, 390)]  # fmt: skip
    assert sorted(p.name for p in (ROOT / "docs" / "pictures").iterdir()) == sorted(looks)
