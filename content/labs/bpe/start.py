"""A byte-level BPE tokeniser: ids 0 to 255 are bytes, then the merges in the order learnt, then the special tokens."""

import rig  # rig.pieces(str or bytes) cuts a text into pieces of bytes; merges stay inside a piece


class BPE:
    """specials: the texts of special tokens, all different. `merges` is the list of (left, right), both bytes."""

    def __init__(self, specials=()):
        raise NotImplementedError

    def train(self, texts, vocab_size):
        """Learn merges until there are `vocab_size` ids in all, or no pair is left."""
        raise NotImplementedError

    def encode(self, data, special=False):
        """The ids of a str or of bytes. Special tokens are recognised only where `special` is true, longest first."""
        raise NotImplementedError

    def decode_bytes(self, ids):
        """The bytes of the ids, joined. Raises ValueError for an id that does not exist."""
        raise NotImplementedError

    def decode(self, ids, errors="replace"):
        """The text of the ids, read as UTF-8."""
        raise NotImplementedError
