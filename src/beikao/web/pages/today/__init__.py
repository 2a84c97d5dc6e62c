"""Today: one thing to do now, two alternatives, where the learner stands. And the first page: choose a language."""
