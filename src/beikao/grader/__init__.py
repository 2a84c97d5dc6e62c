"""Runs a learner's code and judges it: warm worker, sandbox, comparison, verdict.

The client (`Grader`) lives in the page's or the command's process and imports neither torch nor numpy. The judge is a
process of its own; a learner's code runs in a sandboxed child of a warm zygote, the reference in a twin of that child.
What a lab's profile grants is in `profiles`. It is no wall against kernel faults.
"""

from beikao.grader.backends import GraderPort, Options, names, open_grader
from beikao.grader.client import Grader
from beikao.grader.job import CheckMeta, Job, RunOutput, Verdict, WrongMeta, empty_verdict, probe_job
from beikao.grader.profiles import TRUSTED, walled

__all__ = [
    "TRUSTED",
    "CheckMeta",
    "Grader",
    "GraderPort",
    "Job",
    "Options",
    "RunOutput",
    "Verdict",
    "WrongMeta",
    "empty_verdict",
    "names",
    "open_grader",
    "probe_job",
    "walled",
]
