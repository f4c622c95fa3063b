"""The one way out: polite, bounded in time and size, gated at the address that is connected to."""
