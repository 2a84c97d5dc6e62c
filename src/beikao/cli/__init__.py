"""The command line: the same verbs as the page, one module per command.

Data goes to stdout, talk to stderr. Heavy modules are imported inside commands, so `--help` stays quick.
"""
