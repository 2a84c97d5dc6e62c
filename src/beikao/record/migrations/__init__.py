"""Alembic's folder: `env.py` is how it connects, `versions/` are the steps."""
