"""The first taste: write a line, see the small model go on, see the labs that build its parts."""
