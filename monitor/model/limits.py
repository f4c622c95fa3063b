"""Every threshold in one typed table, each with its reason. A rule never holds a bare number."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model.target import Impact


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds. Days are whole days, shares and probabilities 0 to 1. Change one only with the backtest before and after."""

    # The same fall at more than a fifth of ten or more unrelated projects in one cycle is ours; what lasts a week is theirs.
    common_mode_share: float = 0.2
    common_mode_min: int = 10
    common_mode_days: int = 7

    # A view older than this is stale: two missed weekly looks.
    stale_after_days: int = 14
    # CHAOSS: the people who together made half of the work.
    absence_share: float = 0.5
    # Fewer families agreeing would page on a single noisy signal; a low-impact project may wait for a third.
    families_for_alert: dict[Impact, int] = field(
        default_factory=lambda: {Impact.LOW: 3, Impact.MEDIUM: 2, Impact.HIGH: 2, Impact.CRITICAL: 2}
    )

    # P(stall within 12 months) from which a project is watched, by impact. New false alarms of monthly looks, on 8,332 months of
    # repositories that the model had not seen: 1 in 55 project-months at 0.4, 1 in 76 at 0.5, 1 in 170 at 0.6.
    forecast_for_watch: dict[Impact, float] = field(
        default_factory=lambda: {Impact.LOW: 0.6, Impact.MEDIUM: 0.5, Impact.HIGH: 0.4, Impact.CRITICAL: 0.4}
    )

    # One or two commits are a visit: who is called a mainstay made as many commits, or worked on as many days, in the window.
    mainstay_min_commits: int = 5
    mainstay_min_days: int = 3
    # Half of fewer commits than this is a handful: no mainstays are told, and no Contributor Absence Factor.
    absence_min_commits: int = 10

    # Mainstays are looked for in every 12-month window of three years: a lead who fell silent leaves the last window.
    mainstay_years: int = 3
    # A mainstay whose silence is told worked on at least this many days of a window: fewer is a visit, not a role.
    mainstay_min_active_days: int = 8
    # Silence is told after half a year at the earliest: everybody takes breaks (Calefato 2022).
    silence_floor_days: int = 180
    # And after three times the person's (or project's) own 90 % gap: slow people stay slow.
    silence_gap_factor: float = 3.0
    # Which of the own gaps tell the rhythm of today: about one to two years of a regular contributor.
    rhythm_gaps: int = 50
    # The share of a window's active days that the last year must reach before we say that others carried on.
    carried_on_share: float = 2 / 3
    # How far a later year's commits may sink before a higher Absence Factor means "thin", not "spread".
    thin_share: float = 0.5

    # A wait that only one in twenty of the project's own gaps would outlast is overdue.
    overdue_survival: float = 0.05
    # The other end of the usual window, symmetric.
    early_survival: float = 0.95
    # With fewer gaps in the leading release line, all lines together tell the rhythm.
    stream_min_gaps: int = 3
    # Own gaps whose logarithms spread less than this, at least six of them, are a schedule (science, section 8).
    schedule_spread: float = 0.25
    schedule_min_gaps: int = 6
    # A schedule is missed after half a period more, or three of its own deviations: a slipped week is no news.
    schedule_late_share: float = 0.5
    schedule_late_spreads: float = 3.0
    # The horizon that was found calibrated for "a release within" (science, section 4.4).
    forecast_days: int = 180
    # An expected date further away than this says nothing a reader could plan with.
    expected_cap_days: int = 3 * 365

    # So few active days in the last quarter (or year) come by chance in one of a hundred quarters.
    falling_tail: float = 0.01
    # And they are at most half of what was usual: a sure but small fall is no warning.
    falling_share: float = 0.5
    # Below three active days a quarter before the fall there is no level to fall from.
    falling_min_days: float = 3.0
    # Fewer active days in 12 months is a stall (backtest, "stalled").
    stall_active_days: int = 3
    # So many bot days without a human one, within the silence floor: only bots are alive.
    bots_alive_days: int = 3

    # Quiet: at most about one active day a month, and not at the edge of a stall, in each of two years. In the backtest one in
    # five such projects stalled in the next year, with 3 to 5 active days every second one: no word of calm for those.
    quiet_min_active_days: int = 6
    quiet_max_active_days: int = 12
    quiet_years: int = 2
    # Steady: the last year has at least half of the active days of the year before.
    steady_share: float = 0.5
    # A newer sibling supersedes an older member when it went on at least a month longer: both alive is no succession.
    superseded_margin_days: int = 30
    # Or when it had this many times the active days since it began: a plain majority would change sides every month.
    superseded_work_factor: float = 2.0

    # What was said is a finding for half a year: by then a role is filled, or the gap shows in what is done.
    statement_days: int = 180
    # Who announces a departure often finishes work for some weeks; who works on after that has come back.
    came_back_after_days: int = 60
    # Signs of one person within half a year belong to one departure: a word, the list and the profile follow one another.
    departure_episode_days: int = 180
    # What was recorded is told as long as what was said.
    departure_days: int = 180
    # Departures of several people within a quarter are looked at together: that is how often boards and budgets decide.
    cluster_days: int = 90
    # One in five listed people is taken off within a year (10 repositories with formal lists, 1,080 half-yearly samples).
    departure_rate_year: float = 0.2
    # A cluster is told where chance alone would make as many leave in one of a hundred quarters (science, section 1.6).
    cluster_tail: float = 0.01
    cluster_min: int = 2
    # A departure stands beside a major release where it came within a month and a quarter of the project's usual gap.
    after_release_days: int = 30
    after_release_share: float = 0.25
    # In a team of more, one who is taken off a list is ordinary change, unless they led, carried the work or released.
    small_team: int = 10
    # Listed, and no commit seen for longer. Of 93 departures by another's hand 63 % were told so 90 days before; of 779 times
    # that somebody stayed at work or came back within a year, 13 % were (10 repositories with formal lists).
    listed_silent_days: int = 120
    # A successor is often named with the departure, or within weeks; 30 days is where 26 % of real ones had been.
    successor_days: int = 30

    # A rewritten history is a warning as long as somebody may still have to compare what they built from it.
    rewritten_days: int = 90
    # A replaced tag or weight likewise.
    replaced_days: int = 90
    # A change of a governance file is told for a quarter: that is how often most reports are read closely.
    governance_days: int = 90
    # Documentation that stood still for two years and four releases is behind; sooner it may just be complete.
    documents_stale_days: int = 730
    documents_min_releases: int = 4
    # A security policy that is a year old and older than the newest major version may name versions that nobody serves.
    policy_stale_days: int = 365
    # A new owner or address is told for a year: so long a configuration may still name the old one.
    moved_days: int = 365
    # A repository that its organisation no longer lists (archived, made private, moved) stays on the lists for half a year: the
    # readers of a quarterly report then learn of it twice.
    unlisted_days: int = 182
    # New terms are told for half a year: legal advice takes its time.
    terms_days: int = 182
    # A generation of models is new for a year; then the next one is the question.
    generation_days: int = 365

    # Shares of fewer tickets than this are chance (ten either way move by 30 points with one in three).
    waiting_min_tickets: int = 10
    # The share answered in time fell by a third, and by more than twice its error: sooner would be noise.
    waiting_fall_share: float = 1 / 3
    waiting_errors: float = 2.0
    # What is open is compared over a quarter (CHAOSS; science, section 10), and only growth that a person would see is told.
    backlog_days: int = 84
    backlog_growth_share: float = 0.3
    backlog_min_growth: int = 20
    # Counts of downloads jump by the week and the season: half of what it was, over half a year, is no jump.
    reliance_weeks: int = 26
    reliance_fall_share: float = 0.5
    reliance_min: float = 100.0
    # Below ten stars a fork is somebody's own copy.
    fork_min_stars: int = 10

    # An advisory without a fix is news until a fix could be expected: 90 days is what disclosure grants before it publishes.
    advisory_open_days: int = 90
    # A high or critical flaw open for a year went through every rhythm of release that projects have: nobody is fixing it.
    advisory_fact_days: int = 365

    # Breaking changes of the last two years are compared with all years before, of which there must be as many to compare with.
    breaking_recent_days: int = 2 * 365
    breaking_past_days: int = 2 * 365
    # Two can come by chance in any two years; and one in twenty is the chance that we accept of saying it wrongly.
    breaking_min_recent: int = 3
    breaking_tail: float = 0.05

    # Another set of publishers is news for half a year: about as long as most dependents take to update.
    publisher_changed_days: int = 180
    # A package without a release for a year is quiet: nine in ten gaps between releases are shorter (reference pilot).
    publisher_dormant_days: int = 365
    # Another licence has to be read by those who ship the software; half a year is two quarterly releases of theirs.
    licence_changed_days: int = 180

    # A situation with no further sign for this long cools: three of four gaps between releases are shorter (the prior
    # of Release Frequency: around 49 days, spread 1.2).
    situation_quiet_days: int = 120
    # And closes when it stayed cool for a quarter: that is how often most readers review what they depend on.
    situation_cool_days: int = 90
    # "Nobody else left" and "nothing changed in the team" are answers after a quarter that we wholly saw, not sooner.
    situation_answer_days: int = 90
    # A closing is told for a quarter, so that no reader of a rare report misses it.
    situation_closed_days: int = 90
    # After two years what happened is the project's ordinary state, and its findings tell it.
    situation_longest_days: int = 2 * 365
    # A steward who speaks shortly before the event (a planned hand-over) has spoken on it.
    situation_before_days: int = 14
    # Reliance is told after four weekly counts: a month without the jump of one week or holiday.
    situation_reliance_weeks: int = 4


DEFAULT_LIMITS = Limits()
