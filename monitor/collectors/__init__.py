"""The registry of collectors, and nothing else: a new source is a module, a line here and a test."""

from monitor.collectors import bluesky, feeds, git, mastodon, npm, python_index, x_api
from monitor.collectors.github import accounts, counts, members, plain, repositories, state, work
from monitor.collectors.huggingface import models, weights
from monitor.collectors.huggingface.people import Members, Profiles
from monitor.model.collecting import Collector

COLLECTORS: tuple[Collector, ...] = (
    git,
    python_index,
    npm,
    state,
    counts,
    work,
    accounts,
    members,
    plain,
    repositories,
    models,
    weights,
    Members(),
    Profiles(),
    feeds,
    bluesky,
    mastodon,
    x_api,
)
