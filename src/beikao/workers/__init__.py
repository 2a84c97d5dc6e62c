"""Long-lived helpers of the other rooms: the warm content process, figures as SVG, Markdown and formulas as HTML.

The clients here import neither numpy nor torch; those live in the content process. Nothing here knows a learner.
"""
