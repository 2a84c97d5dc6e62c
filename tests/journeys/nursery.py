"""Starts `beikao up` over and over without importing it anew: for each line (a port) on stdin a fork runs the command as it is. Prints the
child's id, and how it ended (as `waitpid` says) when it did; the child prints its address."""

from __future__ import annotations

import os
import sys

import beikao.cli.main
import beikao.cli.up
import beikao.web
from beikao.app import course_of
from beikao.settings import Settings

course_of(Settings.from_environment().content)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.argv = ["beikao", "up", "--no-open", "--port", line.strip()]
        beikao.cli.main.main()
        os._exit(1)  # it does not return
    print(f"pid {child}", flush=True)
    print(f"ended {os.waitpid(child, 0)[1]}", flush=True)
