"""What is known: the words every other room speaks. Frozen, typed, without I/O, importing nothing of ours."""
