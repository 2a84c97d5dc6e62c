"""Makes a question from a seed and marks an answer. Pure: it starts no process, knows no store and no clock.

Drawing the values is `beikao.workers`; code questions are judged by `beikao.grader`.
"""

from beikao.practice.marking import Marked, mark, truth_text
from beikao.practice.posing import Asked, check_seed, new_seed, pose

__all__ = ["Asked", "Marked", "check_seed", "mark", "new_seed", "pose", "truth_text"]
