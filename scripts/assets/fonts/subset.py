"""Cuts the fonts down to what the pages show and writes them, hashed, into static/fonts. Runs in a throw-away venv.

Source Serif's licence reserves the name `Source`, and a subset is a changed font, so its inner name is replaced.
LXGW WenKai Mono comes from npm as slices; the slices are cut and merged into one file.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import sys
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
KATEX = HERE.parent / "node_modules" / "katex" / "dist" / "fonts"
LATIN = (
    "20-7E A0-FF 131 152-153 2C6 2DA 2DC 391-3C9 2010-2015 2018-201E 2020-2022 2026 2030 2032-2033 2039-203A 2044 "
    "20AC 2122 2190-2193 2212 2215 2248 2260 2264-2265"
)
DRAWING = " 21B5 2500-259F 2713 2717"
NOTO = MODULES / "@expo-google-fonts" / "noto-serif-sc"
SERIF = MODULES / "@expo-google-fonts" / "source-serif-4"
MONO = MODULES / "@expo-google-fonts" / "jetbrains-mono"
WENKAI = MODULES / "lxgw-wenkai-webfont"


def codes(ranges: str) -> set[int]:
    """`"20-7E A0"` as a set of code points."""
    out: set[int] = set()
    for item in ranges.split():
        low, _, high = item.partition("-")
        out |= set(range(int(low, 16), int(high or low, 16) + 1))
    return out


def cut(source: Path, points: set[int], features: list[str]) -> TTFont:
    """A font with these code points and layout features, unhinted."""
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.drop_tables += ["FFTM", "feat", "morx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    return font


def rename(font: TTFont, family: str) -> None:
    """Give the changed font a name of its own."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = family.replace(" ", "") if record.nameID == 6 else family


def save(font: TTFont, stem: str, folder: Path) -> None:
    """Write `stem.<hash>.woff2`."""
    font.flavor = "woff2"
    font.recalcTimestamp = False
    buffer = io.BytesIO()
    font.save(buffer)
    data = buffer.getvalue()
    (folder / f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.woff2").write_bytes(data)
    print(f"{stem:24} {len(data):9,} bytes")


def wenkai(points: set[int]) -> TTFont:
    """LXGW WenKai Mono with these code points, from the slices that hold them."""
    style = (WENKAI / "lxgwwenkaimono-regular.css").read_text(encoding="utf-8")
    parts = []
    for number, face in enumerate(re.finditer(r"url\('\./(files/[^']+)'\)[^}]*?unicode-range:\s*([^;}]+)", style)):
        held = codes(face[2].replace("U+", "").replace("u+", "").replace(",", " "))
        if held & points:
            font = cut(WENKAI / face[1], held & points, [])
            for table in ("GSUB", "GPOS", "GDEF", "vhea", "vmtx"):
                if table in font:
                    del font[table]
            font.flavor = None
            part = Path(f"/tmp/wenkai-{number}.ttf")
            font.save(part)
            parts.append(part)
    merged = merge.Merger().merge([str(p) for p in parts])
    for part in parts:
        part.unlink()
    return merged


def main() -> None:
    """Cut everything into the folder given."""
    static = Path(sys.argv[1])
    fonts = static / "fonts"
    core, more, rest = (
        set(map(ord, (HERE / f"{part}.txt").read_text(encoding="utf-8").strip("\n")))
        for part in ("core", "more", "rest")
    )
    for weight, name in ((400, "400Regular/NotoSerifSC_400Regular"), (600, "600SemiBold/NotoSerifSC_600SemiBold")):
        for part, points in (("core", core), ("more", more), ("rest", rest)):
            save(cut(NOTO / f"{name}.ttf", points, ["kern", "locl", "ccmp"]), f"serif-sc-{part}-{weight}", fonts)
    latin = {400: "400Regular/SourceSerif4_400Regular", 600: "600SemiBold/SourceSerif4_600SemiBold"}
    for weight, name in latin.items():
        font = cut(SERIF / f"{name}.ttf", codes(LATIN), ["kern", "liga", "ccmp", "locl", "mark"])
        rename(font, "Beikao Reading")
        save(font, f"serif-{weight}", fonts)
    italic = cut(SERIF / "400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", codes(LATIN), ["kern", "ccmp"])
    rename(italic, "Beikao Reading Italic")
    save(italic, "serif-italic-400", fonts)
    for weight, name in ((400, "400Regular/JetBrainsMono_400Regular"), (600, "600SemiBold/JetBrainsMono_600SemiBold")):
        save(cut(MONO / f"{name}.ttf", codes(LATIN + DRAWING), ["kern", "ccmp", "mark"]), f"mono-{weight}", fonts)
    save(wenkai(core), "mono-sc-core-400", fonts)
    for source in sorted(KATEX.glob("*.woff2")):
        digest = hashlib.sha256(source.read_bytes()).hexdigest()[:10]
        shutil.copyfile(source, fonts / f"{source.stem}.{digest}.woff2")
    licences = {"noto-serif-sc": NOTO / "LICENSE_FONT", "source-serif-4": SERIF / "LICENSE_FONT",
                "jetbrains-mono": MONO / "LICENSE_FONT", "lxgw-wenkai": WENKAI / "OFL.txt"}  # fmt: skip
    for name, text in licences.items():
        shutil.copyfile(text, static / "licences" / f"{name}.txt")


if __name__ == "__main__":
    main()
