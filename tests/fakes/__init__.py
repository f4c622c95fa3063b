"""Invented services that behave like the real ones, on a clock that the test turns."""
