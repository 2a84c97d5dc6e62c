"""A drill: the story, the files, a run to see the symptom, the diagnosis."""
