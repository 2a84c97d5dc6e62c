"""The same six checks for graders that run tests beside the code they test: an AssertionError where one fails."""

import reference
import torch
from cases import ATOL_SCALE, RTOL, cases


def holds(check, sdpa):
    """Every case of a check, on `sdpa` and on the reference."""
    for case in cases(check):
        want = reference.sdpa(*case)
        torch.testing.assert_close(sdpa(*case), want, rtol=RTOL, atol=ATOL_SCALE * float(want.abs().max()))
