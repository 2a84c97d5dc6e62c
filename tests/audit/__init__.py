"""The mutants, the nonsense and the tally of an audit."""
