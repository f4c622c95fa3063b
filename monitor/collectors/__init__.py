"""The registry of collectors, and nothing else: a new source is a module, a line here and a test."""

from monitor.collectors import bluesky, deps_dev, deps_links, ecosystems, feeds, git, mastodon, npm, osv, python_index, x_api
from monitor.collectors.ecosystems import Counts
from monitor.collectors.forgejo import backlog as forgejo_backlog
from monitor.collectors.forgejo import files as forgejo_files
from monitor.collectors.forgejo import members as forgejo_members
from monitor.collectors.forgejo import organisations as forgejo_organisations
from monitor.collectors.forgejo import releases as forgejo_releases
from monitor.collectors.forgejo import state as forgejo_state
from monitor.collectors.forgejo import tickets as forgejo_tickets
from monitor.collectors.foundations import apache, cncf
from monitor.collectors.github import accounts, counts, members, plain, repositories, state, work
from monitor.collectors.gitlab import backlog as gitlab_backlog
from monitor.collectors.gitlab import files as gitlab_files
from monitor.collectors.gitlab import groups as gitlab_groups
from monitor.collectors.gitlab import members as gitlab_members
from monitor.collectors.gitlab import releases as gitlab_releases
from monitor.collectors.gitlab import state as gitlab_state
from monitor.collectors.gitlab import tickets as gitlab_tickets
from monitor.collectors.huggingface import house, models, weights
from monitor.collectors.huggingface.people import Members, Profiles
from monitor.model.collecting import Collector

COLLECTORS: tuple[Collector, ...] = (
    git,
    python_index,
    npm,
    osv,
    deps_dev,
    deps_links,
    state,
    counts,
    work,
    accounts,
    members,
    plain,
    repositories,
    models,
    weights,
    house,
    Members(),
    Profiles(),
    gitlab_state,
    gitlab_releases,
    gitlab_backlog,
    gitlab_tickets,
    gitlab_files,
    gitlab_members,
    gitlab_groups,
    forgejo_state,
    forgejo_releases,
    forgejo_backlog,
    forgejo_tickets,
    forgejo_files,
    forgejo_members,
    forgejo_organisations,
    ecosystems,
    Counts(),
    cncf,
    apache,
    feeds,
    bluesky,
    mastodon,
    x_api,
)
