"""Stories as they would unfold: invented platforms, real histories of commits, a clock that is turned."""
