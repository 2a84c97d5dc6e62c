"""Builds what the browser loads (script, style, fonts) from pinned npm packages into src/beikao/web/static.

Run once a release, or after an edit under web/islands, web/layout or web/pages/*/page.css:

    python scripts/build_assets.py            # script and style, a few seconds; needs Node 20
    python scripts/build_assets.py --fonts    # also the fonts, a minute; downloads 100 MB and makes a throw-away venv
    python scripts/build_assets.py --count    # first choose again which characters the core font files hold

Every output has its hash in its name and is committed, so neither the wheel nor a content author needs Node. The
manifest also keeps the hash of each source, and a test compares them: an edit without a build is a failed test.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "beikao" / "web"
STATIC = WEB / "static"
ASSETS = ROOT / "scripts" / "assets"
FONT_TOOLS = ("fonttools==4.60.1", "brotli==1.1.0")
SCRIPTS = ("site.js", "editor.js", "map.js", "lesson.js", "review.js")
LICENCES = {
    "htmx.txt": "htmx.org/LICENSE",
    "katex.txt": "katex/LICENSE",
    "codemirror.txt": "@codemirror/view/LICENSE",
    "lezer.txt": "@lezer/highlight/LICENSE",
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--fonts", action="store_true", help="build the fonts too")
    parser.add_argument("--count", action="store_true", help="choose the core characters again (then build the fonts)")
    chosen = parser.parse_args()
    npm(ASSETS)
    if chosen.count:
        count_characters()
    if chosen.fonts or chosen.count:
        build_fonts()
    with tempfile.TemporaryDirectory() as work:
        outputs = bundle(Path(work))
    write(outputs)
    report()


def npm(folder: Path) -> None:
    """Install exactly what the lock file says, once."""
    lock = (folder / "package-lock.json").read_bytes()
    stamp = folder / "node_modules" / ".lock-hash"
    wanted = hashlib.sha256(lock).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True)
        stamp.write_text(wanted)


def bundle(work: Path) -> dict[str, bytes]:
    """Name -> bytes of every script and style sheet, minified."""
    esbuild = ASSETS / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--minify", "--target=es2020", "--charset=utf8", "--external:/static/*", f"--outdir={work}"]
    options += ["--entry-names=[name]", "--log-level=warning", "--legal-comments=none"]
    entries = [str(WEB / "islands" / name) for name in SCRIPTS]
    environ = {"NODE_PATH": str(ASSETS / "node_modules"), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    subprocess.run([esbuild, *entries, "--format=esm", *options], check=True, env=environ)
    subprocess.run([esbuild, str(WEB / "layout" / "site.css"), *options], check=True, env=environ)
    outputs = {name: (work / name).read_bytes() for name in (*SCRIPTS, "site.css")}
    outputs["math.css"] = katex_style()
    return {name: point_at_fonts(data) if name.endswith(".css") else data for name, data in outputs.items()}


def katex_style() -> bytes:
    """KaTeX's style sheet with woff2 alone: every browser that runs the rest of the page reads it."""
    text = (ASSETS / "node_modules" / "katex" / "dist" / "katex.min.css").read_text(encoding="utf-8")
    text = re.sub(r",url\(fonts/[^)]*\.(?:woff|ttf)\) format\([^)]*\)", "", text)
    return text.replace("url(fonts/", "url(/static/fonts/").replace("font-display:block", "font-display:swap").encode()


def point_at_fonts(style: bytes) -> bytes:
    """Replace /static/fonts/NAME.woff2 by the hashed name that is there. A missing font stops the build."""
    fonts = {path.name.split(".")[0]: path.name for path in (STATIC / "fonts").glob("*.woff2")}
    return re.sub(rb"/static/fonts/([\w-]+)\.woff2", lambda m: f"/static/fonts/{fonts[m[1].decode()]}".encode(), style)


def write(outputs: dict[str, bytes]) -> None:
    """Put hashed files, licences and the manifest in place of the old ones."""
    for old in (*STATIC.glob("*.js"), *STATIC.glob("*.css"), *STATIC.glob("*.br")):
        old.unlink()
    names = {}
    for name, data in outputs.items():
        names[name] = hashed(name, data)
        (STATIC / names[name]).write_bytes(data)
        (STATIC / (names[name] + ".br")).write_bytes(brotli(data))
    for font in sorted((STATIC / "fonts").glob("*.woff2")):
        stem = font.name.split(".")[0]
        names[f"fonts/{stem}.woff2"] = f"fonts/{font.name}"
    for name, source in LICENCES.items():
        shutil.copyfile(ASSETS / "node_modules" / source, STATIC / "licences" / name)
    manifest = {"files": names, "sources": source_hashes()}
    (STATIC / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def brotli(data: bytes) -> bytes:
    """As small as Node's own Brotli makes it; Python's library has none."""
    packing = "process.stdout.write(require('zlib').brotliCompressSync(require('fs').readFileSync(0)))"
    return subprocess.run(["node", "-e", packing], input=data, check=True, capture_output=True).stdout


def hashed(name: str, data: bytes) -> str:
    """`site.css` -> `site.<10 hex digits of its bytes>.css`."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"


def source_hashes() -> dict[str, str]:
    """Path below web/ -> hash, for everything that the bundles are made of."""
    sources = [*WEB.glob("islands/*.js"), *WEB.glob("layout/*.css"), *WEB.glob("pages/*/*.css")]
    return {str(p.relative_to(WEB)): hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in sorted(sources)}


def count_characters() -> None:
    """Write core.txt (the interface and the most frequent characters of the course), more.txt (its others) and rest.txt (GB 2312 level 1 without them)."""
    subprocess.run([sys.executable, ASSETS / "fonts" / "characters.py"], check=True)


def build_fonts() -> None:
    """Subset the fonts in a virtual environment that is thrown away."""
    npm(ASSETS / "fonts")
    for old in (STATIC / "fonts").glob("*.woff2"):
        old.unlink()
    (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
    (STATIC / "licences").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        venv.create(room, with_pip=True)
        python = Path(room) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *FONT_TOOLS], check=True)
        subprocess.run([python, ASSETS / "fonts" / "subset.py", STATIC], check=True)


def report() -> None:
    """Print sizes, so that growth is seen."""
    for path in sorted(STATIC.glob("*.[cj]s*")):
        if path.suffix in (".js", ".css"):
            data = path.read_bytes()
            packed = (STATIC / (path.name + ".br")).stat().st_size
            print(f"{path.name:28} {len(data):8,} bytes  {len(gzip.compress(data, 9)):8,} gzip {packed:8,} br")
    fonts = [p.stat().st_size for p in (STATIC / "fonts").glob("*.woff2")]
    print(f"{len(fonts)} fonts {sum(fonts):22,} bytes")


if __name__ == "__main__":
    main()
