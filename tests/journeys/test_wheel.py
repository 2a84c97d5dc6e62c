"""The wheel alone, in an empty environment outside the checkout: content and assets travel with it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

from tests.conftest import ROOT
from tests.running import server


def test_the_wheel_serves_the_page(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    wheel = next((tmp_path / "dist").glob("beikao-*.whl"))
    python = _environment(tmp_path / "env", wheel)
    where = subprocess.run(
        [python, "-c", "import beikao, beikao.settings as s; print(beikao.__file__, s.own_content())"],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert str(ROOT) not in where.stdout, "the installed package must not reach back into the checkout"
    with server(python=str(python), cwd=tmp_path, env={"PYTHONPATH": ""}) as (address, _):
        page = urllib.request.urlopen(address, timeout=10).read().decode()
        assert "choose" in page and "English" in page
        lesson = urllib.request.urlopen(f"{address.rstrip('/')}/learn/svd?lang=en", timeout=30).read().decode()
        assert "katex" in lesson
        assert "<svg" in lesson


def _environment(folder: Path, wheel: Path) -> Path:
    """An empty environment with the wheel; its dependencies are those of the running one, to stay off the network."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = Path(subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
                               capture_output=True, text=True, check=True).stdout.strip())  # fmt: skip
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    running = Path(next(p for p in sys.path if p.endswith("site-packages")))
    for entry in running.iterdir():
        if "beikao" not in entry.name and not (site / entry.name).exists():
            (site / entry.name).symlink_to(entry)
    return python
