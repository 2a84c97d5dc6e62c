"""The reference's store against a dict: the same answers for random operations, also after each reopening."""

import tempfile
from pathlib import Path


def oracle(ref, draw) -> None:
    """Two hundred operations; the store is opened anew a dozen times, as after a kill."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        store, model = ref.Store(path), {}
        for step in range(200):
            if step % 17 == 0:
                store = ref.Store(path)
            key = draw.choice(["a", "b", "键", "d/e", ""])
            act = draw.integer(0, 2)
            if act == 0:
                value = bytes(draw.integer(0, 255) for _ in range(draw.integer(0, 9)))
                assert store.put(key, value) is (key not in model)
                model[key] = value
            elif act == 1:
                assert store.delete(key) is (model.pop(key, None) is not None)
            else:
                assert store.get(key) == model.get(key)
            assert store.keys() == sorted(model)
