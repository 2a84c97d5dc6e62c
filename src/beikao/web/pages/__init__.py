"""One folder a page: `routes.py` with its `router` (and `NAV` if it stands in the header), its templates, its style.

The factory finds them by scanning: a new page is a new folder and nothing else.
"""
