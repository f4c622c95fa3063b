"""The same cycle as `mainstay run`, on schedule, until stopped. Due rows decide what happens; the timer only wakes us."""
