"""Figures as SVG: both themes through CSS variables, real text in either language, no script, no style element.

One SVG a panel; the page lays panels side by side or below each other. A lone panel is 380 units wide and one of several
340, so that a unit is about a pixel where it is shown and text never falls below 11 px on a phone 390 px wide.
Colours are ink, indigo, gold and a muted ink; series differ by dash and label too. Red and green are not used: they
carry verdicts. Measured against plotting libraries in docs/decisions/030-figure-renderer.md.

`scales` maps data to pixels, `marks` draws each kind of mark, `labels` finds room for words, `panel` puts one together.
"""

from beikao.workers.svg.panel import render

__all__ = ["render"]
