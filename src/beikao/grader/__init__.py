"""Runs a learner's code and judges it: warm worker, sandbox, comparison, verdict.

The client (`Grader`) lives in the page's or the command's process and imports neither torch nor numpy. The judge is a
process of its own; a learner's code runs in a sandboxed child of a warm zygote, the reference in a twin of that child.
First form: profiles `pure` and `service`. It is no wall against kernel faults.
"""

from beikao.grader.client import Grader
from beikao.grader.job import CheckMeta, Job, RunOutput, Verdict, WrongMeta, probe_job

__all__ = ["CheckMeta", "Grader", "Job", "RunOutput", "Verdict", "WrongMeta", "probe_job"]
