"""Tests of reading governance files."""
