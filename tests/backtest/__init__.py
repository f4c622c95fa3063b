"""Tests of judging on real history: what is read, what is learned and how it is told. They need the extra `[train]`."""
