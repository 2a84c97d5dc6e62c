"""Settings: language, theme, keys, and all data out and in."""
