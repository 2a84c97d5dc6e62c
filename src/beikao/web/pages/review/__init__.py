"""Review: one question, one column, four grades, all by keyboard."""
