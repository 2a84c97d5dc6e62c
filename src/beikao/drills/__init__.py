"""Breaks a real system and decides when it is mended.

Editing trees with a drill's own scripts needs the content process and judging needs the grader; both are passed in.
Knows no store and no clock.
"""

from beikao.drills.bench import TreeEditor, broken_tree, drill_job, editable_part, mended_tree, wrong_tree

__all__ = ["TreeEditor", "broken_tree", "drill_job", "editable_part", "mended_tree", "wrong_tree"]
