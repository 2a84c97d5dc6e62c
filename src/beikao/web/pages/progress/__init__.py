"""Progress: what is known, what memory holds, time, and the record."""
