"""The component sheet: every part of the pages in every state, for whoever changes how they look."""
