"""The tests, as packages: `from tests.room.helper import thing` works everywhere, and two rooms may use one file name."""
