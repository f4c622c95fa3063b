"""The official GraphQL schema of GitHub, built once in a process; a test that needs it is skipped where it is not there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema

SCHEMA = Path(__file__).parents[3] / "shared/contracts/github/schema.graphql"


@cache
def schema() -> GraphQLSchema:
    """Return the official schema. Its own strict check fails at two fields that the file defines twice, so it is not asked."""
    if not SCHEMA.is_file():
        pytest.skip("the official GraphQL schema is not beside this checkout")
    return build_schema(SCHEMA.read_text(), assume_valid=True, assume_valid_sdl=True)
