"""Merging accounts into persons: pure, by proof or by counting rule only, never a judgement about anybody."""
