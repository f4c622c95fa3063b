"""Tests of judging on real history."""
