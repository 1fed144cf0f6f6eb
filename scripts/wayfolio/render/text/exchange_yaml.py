"""YAML files for exchange between schools. Every text is quoted."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from wayfolio.model.names import PersonId
from wayfolio.model.shared import SharedInquiry
from wayfolio.model.teaching import Instrument

Value = str | int | date | tuple[str, ...] | Mapping[str, int] | Mapping[str, str] | None


def inquiry_text(school: str, shared: SharedInquiry) -> str:
    """Return the file that shares an inquiry."""
    lines = [f"school: {_value(school)}", "inquiry:"]
    lines += [f"  {line}" for line in _lines(_inquiry(shared))]
    return "\n".join(lines) + "\n"


def _inquiry(shared: SharedInquiry) -> dict[str, Value]:
    return {
        "inquiry": shared.inquiry,
        "version": shared.version,
        "question": str(shared.question),
        "nodes": tuple(shared.nodes),
        "concepts": {str(code): title for code, title in shared.concepts.items()},
        "from": shared.from_,
        "to": shared.to,
        "tried": str(shared.tried) if shared.tried else None,
        "measure": str(shared.measure),
        "before": {str(level): n for level, n in shared.before.items()},
        "after": {str(level): n for level, n in shared.after.items()},
        "decision": str(shared.decision),
        "confirms": shared.confirms,
    }


def instrument_text(school: str, shared: Instrument) -> str:
    """Return the file that shares an instrument."""
    lines = [f"school: {_value(school)}", "instrument:"]
    lines += [f"  {line}" for line in _lines(_instrument(shared, ""))]
    return "\n".join(lines) + "\n"


def instrument_entry(shared: Instrument, source: str) -> str:
    """Return an instrument as an entry of `instruments.yml`."""
    first, *others = _lines(_instrument(shared, source))
    return "\n".join([f"  - {first}", *(f"    {line}" for line in others)]) + "\n"


def _instrument(instrument: Instrument, source: str) -> dict[str, Value]:
    return {
        "id": instrument.id,
        "kind": instrument.kind,
        "title": str(instrument.title) if instrument.title else None,
        "focus": tuple(instrument.focus),
        "minutes": instrument.minutes,
        "out_of": instrument.out_of,
        "form": str(instrument.form) if instrument.form else None,
        "stations": tuple(instrument.stations),
        "prompt": str(instrument.prompt) if instrument.prompt else None,
        "asks": tuple(str(ask) for ask in instrument.asks),
        "team": instrument.team,
        "about": str(instrument.about) if instrument.about else None,
        "version": instrument.version,
        "source": source or None,
    }


def repeat_inquiry(
    shared: SharedInquiry, school: str, name: str, by: PersonId, days: tuple[date, date]
) -> str:
    """Return `inquiries/<name>.yml` of the school that repeats an inquiry."""
    kept = _inquiry(shared)
    own: dict[str, Value] = {
        "inquiry": name,
        "version": shared.version,
        "by": by,
        **{key: kept[key] for key in ("question", "nodes")},
        "from": days[0],
        "to": days[1],
        **{key: kept[key] for key in ("tried", "measure")},
        "decision": "open",
        "confirms": shared.inquiry,
        "source": school,
    }
    return "\n".join(_lines(own)) + "\n"


def _lines(pairs: Mapping[str, Value]) -> Iterator[str]:
    for key, value in pairs.items():
        if value not in (None, (), {}):
            yield f"{key}: {_value(value)}"


def _value(value: Value) -> str:
    """Return a value on one line. JSON's strings are YAML's."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_value(key)}: {_value(entry)}' for key, entry in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
