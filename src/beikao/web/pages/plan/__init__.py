"""The plan on the calendar."""
