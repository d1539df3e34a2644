"""Measures how long an assessment takes. ``python -m bench`` prints the tables in docs/performance.md."""
