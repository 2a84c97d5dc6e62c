"""A lesson, and each of its figures on a page of its own."""
