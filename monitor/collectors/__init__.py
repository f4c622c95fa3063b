"""The registry of collectors, and nothing else: a new source is a module, a line here and a test."""

from monitor.collectors import feeds, git, npm, python_index
from monitor.model.collecting import Collector

COLLECTORS: tuple[Collector, ...] = (git, python_index, npm, feeds)
