"""Reads governance files as people write them: who is listed, in which role, from when to when, and what ended it. Pure."""
