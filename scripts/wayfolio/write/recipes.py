"""Files beside a school's own that hosts and editors read: recipes, owners, settings."""

import hashlib
import json
from collections.abc import Mapping
from importlib import resources

from msgspec import Struct


class Wheel(Struct, frozen=True):
    """The program as a file that pip installs."""

    name: str
    content: bytes


RECIPES: Mapping[str, Mapping[str, str]] = {
    "github": {
        ".github/workflows/check.yml": "github-check.yml",
        ".github/workflows/site.yml": "github-site.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "forgejo": {
        ".forgejo/workflows/check.yml": "forgejo-check.yml",
        ".forgejo/workflows/site.yml": "forgejo-site.yml",
    },
    "lock": {},
    "pre-commit": {".pre-commit-config.yaml": "pre-commit.yml"},
    "vscode": {
        ".vscode/extensions.json": "vscode-extensions.json",
        ".vscode/wayfolio.code-snippets": "vscode-snippets.json",
    },
}
"""For whom -> path in the school's folder -> the file that is copied there."""
USUAL_MINUTE = 4 * 60 + 41
"""Of the day in UTC, where a school names no time zone."""
OWNERS_AT = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}

INSTALLS = ("github", "gitlab", "forgejo", "lock")
"""The recipes that install the program."""
LOCK, TOOLS = "wayfolio.lock", "tools"
LOCK_HEAD = """\
# What a run of the recipe installs: wayfolio {version} and each package that it is built on.
# pip refuses whatever is not listed here or has another hash. Let CODEOWNERS guard this file.
# For another version, install it and run: wayfolio new recipe lock
"""
NO_WHEEL = """\
# No index has wayfolio yet, so the next line has no hash, and a run stops here. Replace it with
#   wayfolio new recipe lock --wheel wayfolio-{version}-py3-none-any.whl
# which lays that file into tools/ and its hash into this file.
wayfolio=={version}
"""

SCHEMAS_FOR: Mapping[str, str] = {
    **{
        name: f"competencies/{name}.yml"
        for name in ("school", "scales", "policies", "badges", "instruments", "menu")
    },
    "framework": "competencies/frameworks/*.yml",
    "pathway": "competencies/pathways/*.yml",
    "experience": "competencies/experiences/*.yml",
    "inquiry": "competencies/inquiries/*.yml",
    "learner": "portfolios/*/learner.yml",
    "plan": "portfolios/*/plan.yml",
    "placements": "portfolios/*/placements.yml",
    "demonstrations": "portfolios/*/demonstrations/*.yml",
    "support": "portfolios/*/supports/*.yml",
    "group": "portfolios/_groups/*.yml",
}
"""Kind of file -> where such files lie."""


def recipe_text(
    where: str, version: str, wheel: Wheel | None = None, minute: int = USUAL_MINUTE
) -> dict[str, bytes]:
    """Return the files of a recipe by their paths, with the program pinned to a version.

    `wheel`: the program's own, which is laid beside them. `minute`: of the day in UTC, at which a
    site is built daily.
    """
    daily = f"{minute % 60} {minute // 60} * * *"
    kept = resources.files("wayfolio") / "recipes"
    files = {
        path: _filled((kept / name).read_text("utf-8"), version=version, daily=daily).encode()
        for path, name in RECIPES[where].items()
    }
    if where == "vscode":
        files |= _schemas()
    if where in INSTALLS:
        files[LOCK] = _lock_text(version, wheel)
        if wheel is not None:
            files[f"{TOOLS}/{wheel.name}"] = wheel.content
    return files


def _lock_text(version: str, wheel: Wheel | None) -> bytes:
    """Return a requirements file with the hash of each package that the program is built on."""
    kept = (resources.files("wayfolio") / "recipes" / "requirements.txt").read_text("utf-8")
    needed = "".join(line for line in kept.splitlines(keepends=True) if not line.startswith("#"))
    own = NO_WHEEL.format(version=version)
    if wheel is not None:
        digest = hashlib.sha256(wheel.content).hexdigest()
        own = f"./{TOOLS}/{wheel.name} \\\n    --hash=sha256:{digest}\n"
    return f"{LOCK_HEAD.format(version=version)}{own}{needed}".encode()


def _filled(text: str, **values: str) -> str:
    """Return a recipe with what it leaves open; its other braces are the host's."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _schemas() -> dict[str, bytes]:
    """Return the schemas, and the settings that tell an editor which is for which file."""
    kept = resources.files("wayfolio") / "schemas"
    files = {
        f".vscode/schemas/{name}.schema.json": (kept / f"{name}.schema.json").read_bytes()
        for name in SCHEMAS_FOR
    }
    wired = {f".vscode/schemas/{name}.schema.json": path for name, path in SCHEMAS_FOR.items()}
    settings = {"yaml.schemas": wired, "files.eol": "\n", "[markdown]": {"editor.wordWrap": "on"}}
    text = json.dumps(settings, indent=2) + "\n"
    return {**files, ".vscode/settings.json": text.encode()}


def owners_text(staff: list[str], helpers: list[str], advisors: Mapping[str, list[str]]) -> bytes:
    """Return a CODEOWNERS file: whose approval a change needs. The last line that fits counts.

    `advisors`: learner -> the logins of who looks at their work; where nobody does, all the staff.
    """
    rows = [
        "# Whose approval a change needs; the last line that fits counts.",
        "# Made by: wayfolio new owners",
        _row("*", staff),
        _row("/portfolios/_groups/", [*staff, *helpers]),
        _row("/portfolios/*/supports/", [*staff, *helpers]),
    ]
    for learner, logins in sorted(advisors.items()):
        who = logins or staff
        rows.append(_row(f"/portfolios/{learner}/evidence/", who))
        rows.append(_row(f"/portfolios/{learner}/plan.yml", who))
    return ("\n".join(rows) + "\n").encode()


def _row(path: str, logins: list[str]) -> str:
    return f"{path} {' '.join(f'@{login}' for login in dict.fromkeys(logins))}".rstrip()
