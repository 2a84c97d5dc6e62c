"""`beikao lab watch`: judges again after every save and keeps the newest verdict on the terminal.

`saves` sees a save, `worker` judges the newest tree, `view` is what there is to tell, `frame` puts it on a terminal in
place and `plain` into a pipe, `terminal` lends the keyboard, `loop` joins them. No alternate screen: what stood on the
terminal stays in its history, and the last verdict stays when the watch ends.
"""

from beikao.cli.watch.loop import watch

__all__ = ["watch"]
