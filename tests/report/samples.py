"""Invented projects in every state, and reports on them. Nobody and nothing in here exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from monitor.model.assessment import Assessment, Heard, KeyNumbers, Origin, RoleHolder, Standing, Verdict
from monitor.model.evidence import EvidenceLevel
from monitor.model.finding import Finding, Level, Outcome, Weight
from monitor.model.forecast import Forecast
from monitor.model.history import About, Person, Statement
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.model_families import LicenceStep, ModelRollUp, ShippedFamily
from monitor.model.own_house import OwnHouse
from monitor.model.picture import EventMark, KeyMonth, Picture, ReleaseMark, ReleaseRhythm, RiverMonth
from monitor.model.report import PreviousReport, Report
from monitor.model.signals import Coverage, Signal
from monitor.model.situation import Situation
from monitor.model.target import Entry, Family, Impact, NamedPerson, Portfolio, Project, Steward, Target, TargetKind, Watchlist
from monitor.report.build import NO_HOUSE, build_report
from tests.report.sample_findings import (
    RULES,
    archived_finding,
    falling_finding,
    git,
    one_person_finding,
    overdue_finding,
    said,
    silent_finding,
    unseen_finding,
)
from tests.report.sample_forecasts import KNOWN, OF_FEW, OF_MANY, TRACK, refused
from tests.report.sample_situations import louder

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
METHOD = "1"
FIRST_MONTH = date(2023, 4, 1)


NOTHING_HEARD = Heard()


def spoken(
    days: int, title: str, quote: str, link: str, level: EvidenceLevel = EvidenceLevel.REPORTED, **about: object
) -> Statement:
    """Return something said so many days before NOW."""
    at = NOW - timedelta(days=days)
    return Statement("entry", at, title, quote, link, level, link, NOW, about=About(is_project=True, **about))  # type: ignore[arg-type]


def heard_of_lark() -> Heard:
    """Return a goodbye in the lead's own words, what the press made of it, and a release."""
    own = spoken(
        21,
        "",
        "After seven years I am stepping down as lead of Lark. Thank you all, it was a good flight.",
        "https://bsky.app/profile/ada.example/post/3k2",
        EvidenceLevel.ANNOUNCED,
        persons=("p-ada",),
        departure="stepping down",
        is_by_them=True,
    )
    blog = spoken(
        36, "Lark 4.2.1 release notes", "Two fixes for the exporter.", "https://lark.example/421", EvidenceLevel.ANNOUNCED
    )
    press = spoken(
        19,
        "What Lark's users should know now",
        "The roadmap has no owner yet, says the foundation.",
        "https://www.weekly.example/lark",
    )
    others = (Origin(spoken(n, f"Lark in numbers, part {n}", "", f"https://weekly.example/{n}")) for n in (60, 90))
    return Heard(180, 9, 7, (Origin(press), Origin(own, 3), Origin(blog), *others), 6)


def months() -> list[date]:
    return [
        date(FIRST_MONTH.year + (FIRST_MONTH.month - 1 + n) // 12, (FIRST_MONTH.month - 1 + n) % 12 + 1, 1) for n in range(36)
    ]


def wave(number: int, base: float, seed: int) -> int:
    """Return a lively but fixed number of days around `base`."""
    return max(0, round(base * (0.72 + 0.56 * ((number * 7919 + seed * 104729) % 97) / 97)))


def river(shape: Sequence[float], seed: int = 1, blind: Sequence[int] = (), bots: float = 2.0) -> tuple[RiverMonth, ...]:
    """Return 36 months whose size follows `shape` (any number of points, stretched)."""
    found = []
    for number, month in enumerate(months()):
        size = shape[min(number * len(shape) // 36, len(shape) - 1)]
        is_seen = number not in blind
        parts = (wave(number, size * 0.55, seed), wave(number, size * 0.28, seed + 1), wave(number, size * 0.17, seed + 2))
        found.append(
            RiverMonth(month, *(parts if is_seen else (0, 0, 0)), wave(number, bots, seed + 3) if is_seen else 0, is_seen)
        )
    return tuple(found)


def releases(every_days: int, until: date) -> tuple[ReleaseMark, ...]:
    days = range((until - FIRST_MONTH).days % every_days, (until - FIRST_MONTH).days + 1, every_days)
    return tuple(ReleaseMark(FIRST_MONTH + timedelta(days=d), f"3.{n}", n % 5 == 4) for n, d in enumerate(days))


def keys(hands: Sequence[int | None]) -> tuple[KeyMonth, ...]:
    return tuple(KeyMonth(m, hands[n % len(hands)], hands[(n + 1) % len(hands)], None) for n, m in enumerate(months()[-12:]))


def seen(signal: Signal, target: str, collector: str = "git", days_ago: int = 0) -> Coverage:
    at = NOW - timedelta(days=days_ago)
    return Coverage(signal, target, collector, datetime(2015, 1, 1, tzinfo=UTC), at, True, tried_at=at)


def failed(signal: Signal, target: str, collector: str, reason: str, detail: str = "") -> Coverage:
    return Coverage(signal, target, collector, None, None, False, reason, detail, NOW)


def good_coverage(key: str) -> tuple[Coverage, ...]:
    package = f"pkg:pypi/{key}"
    return (
        seen(Signal.ACTIVITY, git(key)),
        seen(Signal.TAGS, git(key)),
        seen(Signal.PACKAGE_RELEASES, package, "python_index"),
        seen(Signal.PACKAGE_STATUS, package, "python_index"),
    )


@dataclass(frozen=True)
class Sample:
    """One invented project with its judgement."""

    project: Project
    assessment: Assessment
    verdict: Verdict
    impact: Impact
    people: Mapping[str, Person] = field(default_factory=dict)


def sample(
    key: str,
    name: str,
    level: Level = Level.OK,
    *,
    impact: Impact = Impact.MEDIUM,
    findings: tuple[Finding, ...] = (),
    standing: Standing = Standing.ACTIVE,
    picture: Picture | None = None,
    coverage: tuple[Coverage, ...] | None = None,
    numbers: KeyNumbers | None = None,
    people: tuple[RoleHolder, ...] = (),
    persons: Mapping[str, Person] | None = None,
    heard: Heard = NOTHING_HEARD,
    situations: tuple[Situation, ...] = (),
    models: ModelRollUp | None = None,
    forecast: Forecast | None = None,
    **about: object,
) -> Sample:
    targets = (Target(git(key), TargetKind.GIT, git(key)), Target(f"pkg:pypi/{key}", TargetKind.PACKAGE, f"pkg:pypi/{key}"))
    project = replace(Project(key, name, targets), **about)  # type: ignore[arg-type]
    assessment = Assessment(
        project=key,
        as_of=NOW,
        method=METHOD,
        standing=standing,
        findings=findings,
        coverage=good_coverage(key) if coverage is None else coverage,
        numbers=numbers or KeyNumbers(TODAY - timedelta(days=2), 188, 14, 3, 2, 4, date(2026, 2, 11), "3.30"),
        picture=picture or Picture(river((22, 24, 21)), releases(45, date(2026, 2, 11)), (), keys((2, 3, 1)), None),
        standing_reason=said("quiet.quiet", active_days=9, active_days_before=11, last_on=date(2026, 1, 9))
        if standing == Standing.QUIET
        else None,
        newer_sibling="kestrel-3" if standing == Standing.SUPERSEDED else "",
        people=people,
        heard=heard,
        situations=situations,
        models=models,
        forecast=forecast,
    )
    because = tuple(f.rule for f in findings if f.outcome == Outcome.AT_RISK and f.weight != Weight.CONTEXT)
    return Sample(project, assessment, Verdict(level, because if level > Level.OK else ()), impact, persons or {})


def marlin_models() -> ModelRollUp:
    """Return what an invented house of models shipped."""
    hub = "https://hub.example/Marlin"
    families = (
        ShippedFamily(
            "Marlin3",
            date(2026, 1, 20),
            date(2026, 2, 18),
            f"{hub}/Marlin3-7B",
            14,
            4,
            ("0.6B", "4B", "14B", "30B-A3B", "235B-A22B"),
            (("apache-2.0", 13), ("marlin-research", 1)),
            1,
        ),
        ShippedFamily(
            "Marlin2", date(2025, 6, 2), date(2025, 6, 2), f"{hub}/Marlin2-7B", 3, 3, ("1.5B", "7B"), (("apache-2.0", 3),)
        ),
    )
    step = LicenceStep(
        "Marlin/Marlin3-14B-Chat", "marlin-research", "Marlin/Marlin3-14B", "apache-2.0", f"{hub}/Marlin3-14B-Chat"
    )
    return ModelRollUp(
        families, 7, TODAY, hub, "Marlin/Marlin3-235B-A22B", date(2026, 2, 18), 6, 92, date(2026, 9, 30), (step,), 2, 9, 12, 2
    )


def lark(situations: tuple[Situation, ...] | None = None) -> Sample:
    picture = Picture(
        river((30, 34, 31, 28, 12, 7), seed=5, blind=(27, 28)),
        releases(44, date(2025, 2, 20)),
        (EventMark(date(2025, 3, 3), "event.mainstay_last_seen"), EventMark(date(2024, 6, 10), "event.history_rewritten")),
        keys((1, 0, 1, 2)),
        ReleaseRhythm(
            (44, 40, 38, 51, 61, 33, 44, 47, 121, 20, 45, 44, 39, 58, 72, 30, 44, 41, 66, 44, 90, 28, 49), 377, 20, 133
        ),
    )
    ada = Person("p-ada", "Ada Quill", named=NamedPerson("Ada Quill", ("technical lead",), ("ada",)))
    return sample(
        "lark",
        "Lark",
        Level.ALERT,
        impact=Impact.CRITICAL,
        findings=(silent_finding(), overdue_finding(), one_person_finding("lark")),
        picture=picture,
        numbers=KeyNumbers(date(2026, 2, 17), 31, 6, 1, 1, 2, date(2025, 2, 20), "4.2.0", date(2026, 4, 2), date(2027, 1, 20)),
        people=(
            RoleHolder("p-ada", "mainstay", date(2019, 5, 2), date(2025, 3, 3)),
            RoleHolder("p-one", "mainstay", date(2021, 8, 14), date(2026, 2, 17)),
            RoleHolder("p-one", "releaser", date(2023, 1, 9), date(2025, 2, 20)),
        ),
        persons={"p-ada": ada, "p-one": Person("p-one", "Bo Wren")},
        heard=heard_of_lark(),
        situations=louder() if situations is None else situations,
        forecast=KNOWN,
        owner="Platform team",
        systems=("billing", "search", "data lake"),
        plan="Pin 4.2.0, mirror the repository, and move the exporter to Starling by summer",
        steward=Steward("Lark Software Foundation"),
    )


def unseen(key: str, name: str, reason: str = "unavailable", impact: Impact = Impact.HIGH) -> Sample:
    coverage = (
        failed(Signal.ACTIVITY, git(key), "git", reason, "name could not be resolved"),
        failed(Signal.TAGS, git(key), "git", reason, "name could not be resolved"),
    )
    return sample(
        key,
        name,
        Level.UNKNOWN,
        impact=impact,
        standing=Standing.UNKNOWN,
        findings=(unseen_finding("activity_falling", Signal.ACTIVITY), unseen_finding("release_overdue", Signal.TAGS)),
        coverage=coverage,
        numbers=KeyNumbers(),
        picture=Picture(),
        owner="Data team",
    )


def varied() -> list[Sample]:
    """Return one project of every kind."""
    return [
        lark(),
        sample(
            "harbour",
            "harbour-tools",
            Level.ALERT,
            impact=Impact.MEDIUM,
            standing=Standing.ENDED,
            findings=(archived_finding("harbour"),),
            forecast=refused("settled"),
            picture=Picture(
                river((6, 5, 3, 1), seed=9), releases(120, date(2025, 8, 2)), (EventMark(date(2026, 2, 19), "event.deprecated"),)
            ),
            owner="Web team",
            systems=("storefront",),
        ),
        sample(
            "marlin",
            "Marlin",
            Level.WATCH,
            impact=Impact.HIGH,
            findings=(falling_finding("marlin"), one_person_finding("marlin")),
            picture=Picture(
                river((18, 22, 20, 19, 17, 6), seed=3),
                releases(60, date(2025, 12, 22)),
                (),
                keys((2, 1, 2)),
                ReleaseRhythm((60, 58, 71, 44, 60, 66), 72, 30, 110),
            ),
            people=(RoleHolder("p-one", "mainstay", date(2020, 2, 2), date(2026, 2, 12)),),
            persons={"p-one": Person("p-one", "Cy Finch")},
            models=marlin_models(),
            forecast=OF_MANY,
            owner="Data team",
            systems=("ingest", "reports"),
        ),
        unseen("petrel", "Petrel"),
        sample(
            "jsonkit",
            "jsonkit",
            standing=Standing.QUIET,
            forecast=OF_FEW,
            picture=Picture(river((2, 1, 1), seed=4, bots=0), releases(300, date(2025, 5, 1))),
        ),
        sample("kestrel-3", "Kestrel 3", family="kestrel", impact=Impact.HIGH, systems=("search",)),
        sample(
            "kestrel-2",
            "Kestrel 2",
            family="kestrel",
            standing=Standing.SUPERSEDED,
            picture=Picture(river((14, 8, 1, 0), seed=6)),
        ),
        sample(
            "kestrel-1", "Kestrel 1", family="kestrel", standing=Standing.SUPERSEDED, picture=Picture(river((3, 0, 0), seed=7))
        ),
        sample("heron", "heron", findings=(one_person_finding("heron"),), impact=Impact.LOW),
        sample("long", "the-extraordinarily-long-named-" + "distributed-observability-" * 3 + "toolkit", impact=Impact.LOW),
        sample("rtl", "مشروع القمر الصناعي", impact=Impact.LOW),
    ]


FAMILIES = {"kestrel": Family("kestrel", "Kestrel models")}


def report_on(
    samples: Sequence[Sample],
    *,
    previous: PreviousReport | None = None,
    names: str = "configured",
    title: str = "ml-platform",
    method: str = METHOD,
    house: OwnHouse = NO_HOUSE,
) -> Report:
    """Return the report on these samples at NOW."""
    entries = tuple(Entry(s.project.key, s.impact) for s in samples)
    return build_report(
        watchlist=Watchlist("ml-platform", title, entries, zone="Europe/Berlin", names=names),
        portfolio=Portfolio({s.project.key: s.project for s in samples}, FAMILIES, ()),
        assessments={s.project.key: replace(s.assessment, method=method) for s in samples},
        verdicts={s.project.key: s.verdict for s in samples},
        rules=RULES,
        people={s.project.key: s.people for s in samples},
        previous=previous,
        as_of=NOW,
        generated_at=NOW,
        limits=DEFAULT_LIMITS,
        house=replace(house, track=TRACK),
    )


def many(count: int) -> list[Sample]:
    """Return `count` projects: one in 25 on alert, two in 25 to watch, one unknown, the rest ok."""
    kinds = {0: lark(), 7: varied()[2], 13: varied()[2], 19: unseen("petrel", "Petrel")}
    calm = sample("heron", "heron", findings=(one_person_finding("heron"),))
    return [_renamed(kinds.get(number % 25, calm), f"project-{number:04}") for number in range(count)]


def _renamed(kind: Sample, key: str) -> Sample:
    project = replace(kind.project, key=key, name=key)
    stories = tuple(replace(one, project=key) for one in kind.assessment.situations)
    return replace(kind, project=project, assessment=replace(kind.assessment, project=key, situations=stories))
