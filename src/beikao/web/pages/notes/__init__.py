"""A learner's notes and highlights: written beside the lesson, read together here, taken out as Markdown."""
