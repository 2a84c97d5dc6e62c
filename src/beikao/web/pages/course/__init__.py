"""The course as a list: every concept by stage and area with its state, and the lists of labs and drills below it."""
