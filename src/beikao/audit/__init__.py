"""How strong a unit's checks are: mutants of its reference, and submissions that return nonsense. Pure: runs nothing."""
