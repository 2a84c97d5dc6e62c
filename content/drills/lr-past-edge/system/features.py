"""From a table of documents to the design matrix the model trains on."""

import numpy as np

COLUMNS = ("length_tokens", "perplexity", "symbol_ratio", "dup_ratio", "stopword_ratio", "link_count")

# Brought to mean 0 and variance 1 with the statistics of the training rows.
SCALED = ("length_tokens", "perplexity", "symbol_ratio", "dup_ratio", "stopword_ratio", "link_count")


def fit_scaler(rows):
    """Mean and spread of each column of `rows` (n, 6); (0, 1) for a column that is left as it is."""
    centre = np.zeros(len(COLUMNS))
    spread = np.ones(len(COLUMNS))
    for j, name in enumerate(COLUMNS):
        if name in SCALED:
            centre[j] = rows[:, j].mean()
            spread[j] = rows[:, j].std() or 1.0
    return {"centre": centre, "spread": spread}


def apply_scaler(scaler, rows):
    """The design matrix (n, 7): the six columns, then a constant 1."""
    scaled = (rows - scaler["centre"]) / scaler["spread"]
    return np.hstack([scaled, np.ones((len(rows), 1))])
