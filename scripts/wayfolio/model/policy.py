"""The rules by which ratings become attainment, as data that a school can change."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.model.frameworks import Level, Scale
from wayfolio.model.names import ScaleId, Slug
from wayfolio.model.school import Assessor
from wayfolio.model.structs import Written, fields

PresetName = Literal[
    "continuum",
    "course-average",
    "concept-understood",
    "growth-multi-source",
    "pass",
    "course-grade",
    "average",
    "latest",
    "highest",
    "n-mastery",
    "decaying-average",
]
Select = Literal["best-n", "latest-n", "latest-by-assessor", "n-mastery", "all"]
LONGEST = 36_500
"""Days after which a figure may go stale, at most: a hundred years."""
Average = Literal["mean", "median", "min", "latest", "decaying", "decaying-recursive"]

EVERYBODY_BUT_PEERS: tuple[Assessor, ...] = (
    "teacher",
    "mentor",
    "coach",
    "tutor",
    "employer",
    "community",
    "instructor",
    "administrator",
)


class Bar(Written, frozen=True, kw_only=True):
    """A level to compare with: a number, or so far from the stage's level or the scale's.

    Where a framework has no stages with levels, the scale's `ready_at` stands for the level.
    """

    absolute: Level | None = None
    relative_to: Literal["level", "ready_at"] | None = None
    plus: Level = Fraction(0)

    def resolve(self, level: Level | None, ready_at: Level | None) -> Level | None:
        """Return the bar in levels of the scale; None where there is nothing to be relative to."""
        if self.absolute is not None:
            return self.absolute
        base = ready_at if self.relative_to == "ready_at" or level is None else level
        base = level if base is None else base
        return None if base is None else base + self.plus


class Confirmation(Written, frozen=True, kw_only=True):
    """One occasion that shows it, and a later one that shows it again."""

    first: tuple[Slug, ...]
    """Kinds of demonstration of which one must reach the threshold."""
    then: tuple[Slug, ...]
    """Kinds of which a later one must reach it too."""
    models: tuple[Slug, ...] = ()
    """One of the two is shown in one of these models."""


class Conversion(Written, frozen=True, kw_only=True):
    """A row of a table from the figures of an area to a traditional grade or credit."""

    grade: str
    performance: Level | None = None
    """At least this; None where it does not matter."""
    growth: Level | None = None
    credits: Fraction = Fraction(0)


class Policy(Written, frozen=True, kw_only=True):
    """What a school makes of ratings. The presets are `continuum` and its likes."""

    select: Select = "best-n"
    """Which of a skill's ratings count."""
    n: int | Literal["evidence_required"] = "evidence_required"
    """How many of them, for each skill that is asked for."""
    average: Average = "mean"
    """The decaying forms and `latest` are taken for each skill, and their mean over the skills."""
    weight: Fraction = Fraction(65, 100)
    """The share of the latest rating in the decaying forms."""
    digits: int = 1
    """Decimals of a figure, half up; of growth, half away from zero."""
    compare: Literal["rounded", "exact"] = "exact"
    """Which figure meets the threshold."""
    threshold: Bar | None = None
    """The performance that completes a stage; below it the learner is behind the bar."""
    minimum: Bar | None = None
    """What every rating that counts must reach before a stage is complete."""
    progress: Literal["evidence", "reached", "signposts"] = "evidence"
    """`reached` counts ratings at the threshold only; `signposts` shows no percentage at all."""
    contexts: int = 1
    """In how many different experiences it must have been shown."""
    assessors: tuple[Assessor, ...] = EVERYBODY_BUT_PEERS
    """Whose ratings count."""
    assessor_kinds: int = 1
    """How many different kinds of assessor must have rated each skill."""
    kinds: tuple[Slug, ...] = ()
    """Which kinds of demonstration count; all where none is named."""
    confirm: Confirmation | None = None
    waivers: bool = True
    """Whether an O waives the rest."""
    missed: Literal["apart", "zero", "ignored"] = "apart"
    """An M takes a place without counting, counts as 0, or is left out."""
    carry_baseline: bool = True
    """Promotion carries the better of baseline and performance."""
    dynamic_baseline: bool = True
    """Where no baseline is stored, growth starts from each skill's earliest rating."""
    promotion: bool = True
    """Completing a stage moves the learner to the next one."""
    stale_after_days: int | None = None
    grades: tuple[Conversion, ...] = ()
    """The first row that holds; shown in transcripts only, never instead of the levels."""


class PolicyChanges(Written, frozen=True, kw_only=True):
    """What a school changes in a preset, or a policy of its own that is like one."""

    like: PresetName | None = None
    """The preset of the same name where nothing is said, else `continuum`."""
    select: Select | None = None
    n: int | Literal["evidence_required"] | None = None
    average: Average | None = None
    weight: Fraction | None = None
    digits: int | None = None
    compare: Literal["rounded", "exact"] | None = None
    threshold: Bar | Literal["none"] | None = None
    minimum: Bar | Literal["none"] | None = None
    progress: Literal["evidence", "reached", "signposts"] | None = None
    contexts: int | None = None
    assessors: tuple[Assessor, ...] | None = None
    assessor_kinds: int | None = None
    kinds: tuple[Slug, ...] | None = None
    confirm: Confirmation | Literal["none"] | None = None
    waivers: bool | None = None
    missed: Literal["apart", "zero", "ignored"] | None = None
    carry_baseline: bool | None = None
    dynamic_baseline: bool | None = None
    promotion: bool | None = None
    stale_after_days: int | Literal["none"] | None = None
    grades: tuple[Conversion, ...] | None = None


def changed_fields(changes: PolicyChanges) -> Mapping[str, Any]:
    """Return the fields that a school has written, with `none` read as nothing."""
    written = {name: getattr(changes, name) for name in fields(type(changes)) if name != "like"}
    return {
        name: None if value == "none" else value
        for name, value in written.items()
        if value is not None
    }


def apply_changes(base: Policy, changes: PolicyChanges) -> Policy:
    """Return `base` with what a school changes in it."""
    return replace(base, **changed_fields(changes), at=changes.at)


class Problem(Struct, frozen=True, kw_only=True):
    """Why a policy cannot be meant so, and how to mend it."""

    field: str
    message: str
    hint: str


def find_problems(policy: Policy) -> tuple[Problem, ...]:
    """Return what makes a policy impossible or empty, whatever the scale."""
    return (
        *_bad_numbers(policy),
        *_bad_bars(policy),
        *_contradictions(policy),
        *_rows_never_reached(policy),
    )


def out_of_reach(policy: Policy, scale: Scale, name: ScaleId) -> tuple[Problem, ...]:
    """Return the bars of a policy that no rating on this scale can reach."""
    problems = []
    for key, bar in (("threshold", policy.threshold), ("minimum", policy.minimum)):
        if bar is None or bar.relative_to == "level":
            continue
        level = bar.resolve(None, scale.ready_at)
        if level is None:
            message = f"scale {name} does not say where it is ready"
            problems.append(Problem(field=key, message=message, hint=f"add ready_at to {name}"))
        elif level > scale.highest:
            top = f"{float(scale.highest):g}"
            message = f"no rating reaches {float(level):g}, because scale {name} ends at {top}"
            problems.append(Problem(field=key, message=message, hint=f"write {top} or less"))
    return tuple(problems)


def _bad_numbers(policy: Policy) -> Iterator[Problem]:
    lowest = {"contexts": 1, "assessor_kinds": 1, "digits": 0, "n": 1, "stale_after_days": 1}
    for name, least in lowest.items():
        value = getattr(policy, name)
        if isinstance(value, int) and value < least:
            yield Problem(field=name, message=f"{name} is {value}", hint=f"write {least} or more")
    if policy.stale_after_days is not None and policy.stale_after_days > LONGEST:
        message = f"stale_after_days is {policy.stale_after_days}"
        hint = f"write {LONGEST} or less, or none"
        yield Problem(field="stale_after_days", message=message, hint=hint)
    if policy.digits > 4:
        message = f"digits is {policy.digits}"
        yield Problem(field="digits", message=message, hint="write 0 to 4")
    if not 0 < policy.weight <= 1:
        message = f"a share of {float(policy.weight):g} is not between 0 and 1"
        yield Problem(field="weight", message=message, hint="65 percent is written 0.65")


def _bad_bars(policy: Policy) -> Iterator[Problem]:
    for name in ("threshold", "minimum"):
        bar: Bar | None = getattr(policy, name)
        if bar is None:
            continue
        if (bar.absolute is None) == (bar.relative_to is None):
            message = "a bar is either a level or relative to one"
            hint = "write {absolute: 8} or {relative_to: level, plus: -0.5}"
            yield Problem(field=name, message=message, hint=hint)
        elif bar.absolute is not None and bar.plus:
            hint = f"write {{absolute: {float(bar.absolute + bar.plus):g}}}"
            message = "“plus” changes nothing in an absolute bar"
            yield Problem(field=name, message=message, hint=hint)


def _needs_threshold(policy: Policy) -> bool:
    """Whether the policy asks if a level is reached."""
    return (
        policy.select == "n-mastery" or policy.progress != "evidence" or policy.confirm is not None
    )


def _contradictions(policy: Policy) -> Iterator[Problem]:
    if policy.threshold is None and _needs_threshold(policy):
        message = "nothing says which level counts as reached"
        hint = "add threshold: {relative_to: ready_at}"
        yield Problem(field="threshold", message=message, hint=hint)
    if policy.progress == "signposts" and policy.confirm is None:
        message = "signposts without a confirmation never complete anything"
        hint = "add confirm: {first: [hla], then: [probe]}"
        yield Problem(field="confirm", message=message, hint=hint)
    yield from _bad_assessors(policy)
    few = isinstance(policy.n, int) and policy.select in ("best-n", "latest-n")
    if few and policy.contexts > 1 and policy.n == 1:
        message = f"one rating cannot come from {policy.contexts} contexts"
        yield Problem(field="contexts", message=message, hint=f"write n: {policy.contexts}")
    yield from _bad_confirmation(policy)


def _bad_assessors(policy: Policy) -> Iterator[Problem]:
    if not policy.assessors:
        message = "nobody's ratings count"
        yield Problem(field="assessors", message=message, hint="name at least one, or leave it out")
    elif "peer" in policy.assessors:
        message = "ratings by fellow learners never count: they are shown beside the others"
        yield Problem(field="assessors", message=message, hint="leave out peer")
    elif policy.assessor_kinds > len(set(policy.assessors)):
        message = f"{policy.assessor_kinds} kinds of assessor are asked for and fewer may count"
        hint = "name more in assessors, or ask for fewer in assessor_kinds"
        yield Problem(field="assessor_kinds", message=message, hint=hint)


def _bad_confirmation(policy: Policy) -> Iterator[Problem]:
    if policy.confirm and policy.kinds:
        for name in ("first", "then"):
            if not set(getattr(policy.confirm, name)) & set(policy.kinds):
                message = f"no kind of demonstration in confirm.{name} is one that counts"
                hint = "add it to kinds, or leave kinds out"
                yield Problem(field="confirm", message=message, hint=hint)


def _rows_never_reached(policy: Policy) -> Iterator[Problem]:
    for index, row in enumerate(policy.grades):
        for above in policy.grades[:index]:
            if _no_harder(above.performance, row.performance) and _no_harder(
                above.growth, row.growth
            ):
                message = f"grade {row.grade} is never given: {above.grade} comes first and asks"
                hint = "write the hardest row first"
                yield Problem(field="grades", message=f"{message} no more", hint=hint)
                break


def _no_harder(first: Level | None, other: Level | None) -> bool:
    return first is None or (other is not None and first <= other)
