"""The git collector: any git URL or local folder, without a token, by commit-only clones that are fetched in steps."""

from monitor.collectors.git.collect import SPEC, collect

__all__ = ["SPEC", "collect"]
