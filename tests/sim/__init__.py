"""Days of collecting from an invented GitHub in minutes: what it costs, and that no limit is ever passed."""
