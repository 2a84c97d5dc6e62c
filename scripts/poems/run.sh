#!/bin/sh
# The whole of it: scripts/poems/run.sh CORPORA WORK STABLE DECAY [HELD-OUT POEMS]. Start it again and it goes on.
# A step is 512 tokens. At 2,100 tokens a second and core (measured, busy), 4000 and 1000 steps take an hour on two cores.
set -eu
corpora=$1 work=$2 stable=$3 decay=$4 poems=${5:-2000}
cd "$(dirname "$0")/../.."
export PYTHONPATH=src OMP_NUM_THREADS=1
python=${PYTHON:-python}
[ -e "$work/corpus.json" ] || "$python" scripts/poems/corpus.py "$corpora" "$work"
[ -e "$work/vocabulary.json" ] || "$python" scripts/poems/tokenise.py "$work"
echo "{\"stable\": $stable, \"decay\": $decay}" > "$work/budget.json"
"$python" scripts/poems/train.py "$work" --family ours --seeds 0 1 2 &
ours=$!
"$python" scripts/poems/train.py "$work" --family gpt2 --seeds 0 1 2
wait "$ours"
rm -rf "$work/counted"
"$python" scripts/poems/count.py "$work" --poems "$poems"
"$python" scripts/poems/count.py "$work" --poems "$poems" --tokens $(((stable + decay) * 512))
"$python" scripts/poems/evaluate.py "$work" --poems "$poems"
