# Makes .venv for ./start and ./check. Sourced, from the root of the checkout; POSIX sh.
# Stamps are hashes of what an installation depends on, so a second call does nothing.

# Python keeps what it compiles beside the sources, also where an image turns that off: else every command compiles all it imports again.
unset PYTHONDONTWRITEBYTECODE

torch_version=$(sed -n 's/^torch==//p' constraints.txt)

say() { printf '%s\n' "beikao: $*" >&2; }
fail() { code=$1; shift; say "$*"; exit "$code"; }

find_python() {
  for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail 4 "needs Python 3.11 or newer with venv. Debian/Ubuntu: sudo apt install python3 python3-venv · macOS: brew install python@3.12"
}

# Without a Python process of its own: a second start must answer at once.
stamp_of() { { cat pyproject.toml constraints.txt; printf '%s\n' "$1"; } | cksum | tr ' ' '-'; }

fresh() { [ -x .venv/bin/python ] && [ -f ".venv/stamp-$1" ] && [ "$(cat ".venv/stamp-$1")" = "$(stamp_of "$1")" ]; }
stamp() { stamp_of "$1" > ".venv/stamp-$1"; }

pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }

make_venv() {
  [ -x .venv/bin/python ] && return
  python=$(find_python) || exit 4
  say "[1/3] making .venv with $python"
  "$python" -m venv .venv
}

# The requirements of pyproject.toml without torch, which comes later; $1 = extra group or nothing.
requirements() {
  .venv/bin/python - "$1" <<'PY'
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
wanted = project["dependencies"] + (project["optional-dependencies"][sys.argv[1]] if sys.argv[1] else [])
print("\n".join(r for r in wanted if not r.startswith("torch")))
PY
}

# $1 = name of the stamp, $2 = extra group or nothing.
install_packages() {
  requirements "$2" > ".venv/requirements-$1.txt"
  # Python compiles what it imports; compiling all packages here would double the wait for the first page (66 s, 34 s without).
  pip install --quiet --no-compile --progress-bar on -c constraints.txt -r ".venv/requirements-$1.txt" ||
    fail 4 "pip could not install the packages; see above (offline? pip honours your mirrors: pip config list)"
  pip install --quiet --no-compile --no-deps --no-build-isolation --editable . 2>/dev/null ||
    pip install --quiet --no-deps --editable . || fail 4 "pip could not install beikao itself"
  stamp "$1"
}

ensure_reading() {
  fresh reading && return
  make_venv
  say "[2/3] installing the reading part (about half a minute)"
  install_packages reading ""
}

has_nvidia() { command -v nvidia-smi >/dev/null 2>&1 || [ -e /proc/driver/nvidia/version ]; }

# Whether pip is configured with a folder that holds a wheel of this torch.
local_torch_wheel() {
  for folder in $(pip config list 2>/dev/null | sed -n "s/.*find-links='\(.*\)'/\1/p" | tr '\n' ' ' | sed 's/\\n/ /g'); do
    folder=${folder#file://}
    for wheel in "$folder"/torch-"$torch_version"*.whl; do
      [ -f "$wheel" ] && return 0
    done
  done
  return 1
}

install_torch() {
  if [ -n "${BEIKAO_TORCH_INDEX:-}" ]; then
    pip install --quiet -c constraints.txt --index-url "$BEIKAO_TORCH_INDEX" "torch==$torch_version"
  elif has_nvidia || [ "$(uname)" = Darwin ] || local_torch_wheel; then
    pip install --quiet -c constraints.txt "torch==$torch_version"
  else
    # No NVIDIA device: the CPU build, which the default index does not carry for Linux.
    pip install --quiet -c constraints.txt --index-url https://download.pytorch.org/whl/cpu "torch==$torch_version"
  fi
}

ensure_torch() {
  fresh torch && return
  say "[3/3] installing torch $torch_version for the labs (some minutes)"
  install_torch || fail 4 "torch $torch_version could not be installed; BEIKAO_TORCH_INDEX=<index url> names another source"
  stamp torch
}

torch_in_background() {
  fresh torch && return
  if [ -f .venv/torch.pid ] && kill -0 "$(cat .venv/torch.pid)" 2>/dev/null; then
    say "torch is still installing (log: .venv/torch.log); reading and answering work already"
    return
  fi
  say "[3/3] torch installs in the background for the labs (log: .venv/torch.log); reading works already"
  ( ensure_torch ) > .venv/torch.log 2>&1 < /dev/null &
  echo $! > .venv/torch.pid
}
