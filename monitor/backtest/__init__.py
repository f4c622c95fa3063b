"""Judges us on what happened next: forecasts on real histories, readings of governance files on labelled departures.

Needs the extra `[train]`. Each kind of data is told by its files; the table of kinds stands in `cli/backtest.py`.
"""
