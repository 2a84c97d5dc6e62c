"""The verbs: what a learner does (read, answer, submit, mend, review) and what an author does (prove, scaffold).

One file each. A verb takes a `Desk`, does the work through the rooms below, appends events, and returns plain values.
It renders nothing and knows neither the web framework nor the terminal.
"""
