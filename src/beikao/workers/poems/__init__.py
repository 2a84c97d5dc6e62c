"""The small model that continues a line of verse: its tokens, its network, its process, and the client of that process.

Nothing but `network` and `process` imports torch; the client and the tokens are plain Python. What was trained stands
in `shipped/`, made by `scripts/poems/`.
"""
