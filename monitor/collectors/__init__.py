"""The registry of collectors, and nothing else: a new source is a module, a line here and a test."""

from monitor.collectors import git, npm, python_index
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
)
