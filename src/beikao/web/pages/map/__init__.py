"""The map: the prerequisite graph as a picture, and the same as a list."""
