"""A question: the card that lessons, practice and review share, and the page to practise one."""
