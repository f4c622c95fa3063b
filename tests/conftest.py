"""What holds for all tests: property tests have no deadline of their own, and look for the same cases again in CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A run that decides whether a change lands must not depend on luck; at home each run looks somewhere new.
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")
