"""The registry of collectors, and nothing else: a new source is a module, a line here and a test."""

<<<<<<< HEAD
from monitor.collectors import git, npm, osv, python_index
from monitor.collectors.github import accounts, counts, members, plain, state, work
=======
from monitor.collectors import git, npm, python_index
from monitor.collectors.github import accounts, counts, members, plain, repositories, state, work
>>>>>>> main
from monitor.model.collecting import Collector

COLLECTORS: tuple[Collector, ...] = (
    git,
    python_index,
    npm,
    osv,
    state,
    counts,
    work,
    accounts,
    members,
    plain,
    repositories,
)
