"""Mainstay: will the projects we depend on still be carried next year, and by whom?"""

__version__ = "0.1.0"
