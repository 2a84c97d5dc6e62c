"""beikao (备考): from today to the day you can do the work of an LLM algorithm engineer.

This package is the engine. It does not hold the course: that is in `content/` (in a wheel, `beikao/_content`).
"""

__version__ = "0.1.0"
