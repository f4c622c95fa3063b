"""The forecast: what a History before a date says about the year after it. Pure; scoring needs the standard library alone."""
