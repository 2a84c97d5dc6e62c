"""The six checks as pytest runs them, beside the submission `solution.py`."""

import pytest
from cases import CHECKS
from peer_checks import holds
from solution import sdpa


@pytest.mark.parametrize("check", CHECKS)
def test_attention(check):
    holds(check, sdpa)
