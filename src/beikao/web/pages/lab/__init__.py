"""A lab: the task, the editor, the verdict, the hints, the reference at the end."""
