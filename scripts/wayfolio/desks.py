"""`wayfolio build --edition editors`: forms for everybody who writes, one desk a person.

A folder of its own, `site-edit/`: it lists learners and talks to the git host. The forms are
Sveltia CMS, which the browser loads from this folder; each desk has a configuration made from our
types and the school's catalogue. A form is a help and no wall: who may change what is decided by
the check of a branch.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from wayfolio.build import Report, School, read_school
from wayfolio.desk_forms import Forms, Json, Options
from wayfolio.load.groups import GroupRatings
from wayfolio.load.portfolio import learner_stems
from wayfolio.model.frameworks import Level
from wayfolio.model.names import GroupId, LearnerId
from wayfolio.model.pages import Editors, Page
from wayfolio.model.places import has_errors
from wayfolio.model.portfolio import Demonstration, Evidence, LearnerFile, Plan
from wayfolio.model.school import Repository
from wayfolio.publish.site import SiteRefused, write_preview
from wayfolio.publish.vendored import Package, content
from wayfolio.render.desk_words import SHOWN, Words
from wayfolio.render.reader import Reader, reader

CMS = Package(
    name="@sveltia/cms",
    version="0.221.1",
    sha512="J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ==",
)
SHIPPED = ("npm/", "locales/", "LICENSE")
CDN = b"https://cdn.jsdelivr.net/fontsource/fonts/"
FONTS = {
    "source-sans-3": CDN + b"source-sans-3:vf@5.3.0/latin-wght-normal.woff2",
    "noto-mono": CDN + b"noto-mono@5.3.0/latin-400-normal.woff2",
    "material-symbols-outlined": CDN
    + b"material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2",
}
"""The addresses from which the program would fetch its fonts; it brings the same ones along."""
LARGEST_SIDE = 1600
KINDS = ("artifact", "reflection", "interview", "performance", "exhibition", "project")
HOSTS = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com",),
    "gitea": (),
}


def edition(root: Path, today: date, folder: Path | None, cache: Path | None = None) -> Report:
    """Write every desk into `folder` (`site-edit/` where nothing is said).

    `cache`: where the program of the forms is kept. Errors: SiteRefused, NotFetched.
    """
    school, found = read_school(root, today)
    report = Report(diagnostics=tuple(sorted(set(found))))
    if school is None or has_errors(found):
        return report
    where = school.catalogue.school.repository
    if where is None:
        raise SiteRefused(
            "the forms must know where the school’s files lie: add repository: {host: github,"
            " name: owner/name} to competencies/school.yml"
        )
    target = (folder or root / "site-edit").resolve()
    if target == (root / "site").resolve():
        raise SiteRefused(f"{target} is for everybody: the forms need a folder of their own")
    program = _program(content(CMS, cache or root / ".wayfolio" / "npm"))
    pages = [Page[Editors](path, held) for path, held in sorted(program.items())]
    pages += [page for desk in desks(school, where) for page in _pages(desk, where)]
    pages.append(Page[Editors]("start.js", START))
    pages.append(Page[Editors]("", _index(school, list(desks(school, where)))))
    pages.append(Page[Editors]("robots.txt", b"User-agent: *\nDisallow: /\n"))
    count = write_preview(pages, target, root=root)
    return Report(diagnostics=report.diagnostics, learners=len(school.roster.learners), pages=count)


def _program(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files of the forms' program, whose fonts come from its own folder."""
    shipped = {
        f"cms/{path}": held
        for path, held in files.items()
        if path.startswith(SHIPPED) and not path.endswith(".map")
    }
    code = shipped["cms/npm/index.js"]
    for name, address in FONTS.items():
        own = [path for path in shipped if path.startswith(f"cms/npm/assets/{name}-latin")]
        if len(own) != 1 or code.count(address) != 1:
            raise ValueError(f"the forms' program has no font {name} where it was")
        # Every desk lies two folders deep.
        code = code.replace(address, f"../../{own[0]}".encode())
    return {**shipped, "cms/npm/index.js": code}


START = b"""// The forms are told what they are for, and look for no settings elsewhere.
window.CMS_MANUAL_INIT = true;
const [{ init }, answer] = await Promise.all([
  import("./cms/npm/index.js"),
  fetch(new URL("config.json", document.baseURI)),
]);
init({ config: { ...(await answer.json()), load_config_file: false } });
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One person's, or one group's, forms."""

    path: str
    title: str
    language: str
    config: Json


def desks(school: School, where: Repository) -> Iterator[Desk]:
    """Give every desk: the learners', then the groups' for those who rate."""
    language = reader(school.catalogue.school.languages[0])
    for learner, file in school.roster.learners.items():
        forms = _Of(school, language, file)
        yield Desk(
            path=f"learners/{learner}/",
            title=file.name.first or learner,
            language=language.language,
            config=_config(where, forms.of_learner(learner)),
        )
    for group in school.catalogue.school.groups:
        members = _members(school, group.id)
        if members:
            forms = _Of(school, language, school.roster.learners[members[0]])
            title = language.say(group.title)
            yield Desk(
                path=f"groups/{group.id}/",
                title=title,
                language=language.language,
                config=_config(where, forms.of_group(title, members)),
            )


def _members(school: School, group: GroupId) -> list[LearnerId]:
    return [who for who, file in school.roster.learners.items() if file.group == group]


@dataclass(frozen=True, slots=True)
class _Of:
    """Collections of one person, with what they may choose."""

    school: School
    reader: Reader
    file: LearnerFile

    def forms(self, learners: Iterable[LearnerId], given: Mapping[str, Any]) -> Forms:
        names = {who: f.name.first or who for who, f in self.school.roster.learners.items()}
        catalogue, say = self.school.catalogue, self.reader.say
        skills = self.skills()
        competencies = [
            (c, f"{say(p.competency.title)} ({c})") for c, p in catalogue.competencies.items()
        ]
        people = [(who, person.name) for who, person in catalogue.school.people.items()]
        return Forms(
            words=Words(self.reader),
            options={
                "SkillCode": skills,
                "Code": list(
                    {code: (code, label) for code, label in [*competencies, *skills]}.values()
                ),
                "LearnerId": [(who, names[who]) for who in learners],
                "PersonId": people,
                "ExperienceId": [(e, say(x.title)) for e, x in catalogue.experiences.items()],
                "StageCode": self.stages(),
                "Evidence.kind": [(kind, self.reader.words.gettext(kind)) for kind in KINDS],
            },
            levels=self.levels(),
            given=given,
        )

    def stages(self) -> Options:
        stages = [s for p in self.school.catalogue.pathways.values() for s in p.stages]
        return [(s.code, f"{self.reader.say(s.title)} ({s.code})".strip()) for s in stages]

    def skills(self) -> Options:
        """Return all skills, those that the learner's stages ask for first."""
        own = sorted(self.file.programmes, key=lambda p: p.from_)
        newest = {p.pathway: p.stage for p in own if p.to is None and p.stage}
        current = set(newest.values())
        first: list[tuple[str, str]] = []
        rest: list[tuple[str, str]] = []
        for code, (skill, placed) in self.school.catalogue.skills.items():
            asked = {**placed.competency.evidence_required, **skill.evidence_required}
            row = (code, f"{self.reader.say(skill.statement)} ({code})")
            (first if any(asked.get(stage) for stage in current) else rest).append(row)
        return [*first, *rest]

    def levels(self) -> Sequence[Json]:
        """Return every level of the scales on which skills are rated, and the two marks."""
        catalogue = self.school.catalogue
        used = {placed.scale for _, placed in catalogue.skills.values()}
        values: set[Level] = set()
        for scale in (catalogue.scales[name] for name in used if name in catalogue.scales):
            level = scale.lowest
            while scale.step > 0 and level <= scale.highest:
                values.add(level)
                level += scale.step
        rows: list[Json] = [
            {"value": int(v) if v == int(v) else float(v), "label": f"{float(v):g}"}
            for v in sorted(values)
        ]
        _ = self.reader.words.gettext
        return [
            *rows,
            {"value": "M", "label": _("M: had the chance, did not show it")},
            {"value": "O", "label": _("O: the rest is waived")},
        ]

    def of_learner(self, learner: LearnerId) -> list[Json]:
        given = {
            "Evidence.date": "{{now}}",
            "Evidence.visibility": "family",
            "Evidence.kind": KINDS[0],
        }
        others = [who for who in self.school.roster.learners if who != learner]
        forms = self.forms(others, given)
        folder = f"portfolios/{learner}/evidence"
        _ = self.reader.words.gettext
        label, hint = forms.words.of("Evidence", "body")
        body = {
            "name": "body",
            "label": label,
            "hint": hint,
            "widget": "markdown",
            "required": True,
        }
        fields = forms.fields(Evidence, SHOWN["Evidence"])
        for field in fields:
            if field["name"] == "files":
                # Words for whoever cannot see the picture are asked for, not wished for.
                field["fields"] = [
                    f | {"required": f["name"] in ("path", "alt")} for f in field["fields"]
                ]
        evidence = {
            "name": "evidence",
            "label": _("My evidence"),
            "label_singular": _("piece of evidence"),
            "folder": folder,
            "create": True,
            "extension": "md",
            "format": "yaml-frontmatter",
            "slug": "{{fields.date}}-{{fields.title}}",
            "summary": "{{date}} {{title}}",
            "editor": {"preview": False},
            "media_folder": "",
            "public_folder": "",
            "fields": [*fields, body],
        }
        plan = {
            "name": "plan",
            "label": _("My plan"),
            "files": [
                {
                    "name": "plan",
                    "label": _("My plan"),
                    "file": f"portfolios/{learner}/plan.yml",
                    "fields": forms.fields(Plan, SHOWN["Plan"]),
                }
            ],
        }
        return [evidence, plan]

    def of_group(self, title: str, members: Sequence[LearnerId]) -> list[Json]:
        _ = self.reader.words.gettext
        rows = [{"learner": learner} for learner in members]
        forms = self.forms(
            members,
            {
                "Demonstration.date": "{{now}}",
                "GroupRatings.rows": rows,
                "Demonstration.kind": "studio",
            },
        )
        stems = self.evidence_of(members)
        fields = forms.fields(Demonstration, ["date", "kind", "by"])
        fields += forms.fields(GroupRatings, ["rows"])
        fields += forms.fields(Demonstration, ["experience", "target", "note", "ask"])
        fields.append(
            {
                "name": "evidence",
                "label": forms.words.of("Demonstration", "evidence")[0],
                "widget": "select",
                "multiple": True,
                "required": False,
                "options": stems,
            }
        )
        return [
            {
                "name": "occasions",
                "label": _("Occasions: {group}").format(group=title),
                "label_singular": _("occasion"),
                "folder": "portfolios/_groups",
                "create": True,
                "delete": False,
                "extension": "yml",
                "format": "yaml",
                "slug": "{{fields.date}}-{{fields.kind}}-{{uuid_short}}",
                "summary": "{{date}} {{kind}}",
                "editor": {"preview": False},
                "identifier_field": "kind",
                "fields": fields,
            }
        ]

    def evidence_of(self, members: Sequence[LearnerId]) -> list[Json]:
        return [
            {"value": f"{learner}/{stem}", "label": f"{learner}: {stem}"}
            for learner in members
            for stem in learner_stems(self.school.folder, learner)[-12:]
        ]


def _config(where: Repository, collections: list[Json]) -> Json:
    backend: Json = {"name": where.host, "repo": where.name, "branch": where.branch}
    if where.url:
        api = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}[where.host]
        backend |= {"api_root": where.url.rstrip("/") + api}
    if where.sign_in:
        backend |= {"base_url": where.sign_in.rstrip("/")}
    if where.app:
        backend |= {"app_id": where.app}
    return {
        "backend": backend,
        "media_folder": "docs/assets/edited",
        "public_folder": "/assets/edited",
        "media_libraries": {
            "default": {
                "config": {
                    "max_file_size": 15_000_000,
                    "slugify_filename": True,
                    "transformations": {
                        "raster_image": {
                            "format": "webp",
                            "quality": 82,
                            "width": LARGEST_SIDE,
                            "height": LARGEST_SIDE,
                        }
                    },
                }
            },
            "stock_assets": {"providers": []},
        },
        "slug": {
            "encoding": "ascii",
            "clean_accents": True,
            "lowercase": True,
            "maxlength": 70,
            "timezone": "local",
        },
        "output": {"omit_empty_optional_fields": True},
        "collections": collections,
    }


def _pages(desk: Desk, where: Repository) -> Iterator[Page[Editors]]:
    config = json.dumps(desk.config, ensure_ascii=False, indent=1).encode() + b"\n"
    yield Page[Editors](f"{desk.path}config.json", config)
    yield Page[Editors](desk.path, _desk_page(desk, where))


def policy(where: Repository) -> str:
    """Return what the browser may load: this folder, and of other hosts the git host's answers."""
    own = [where.url, where.sign_in]
    hosts = " ".join([*HOSTS[where.host], *(address for address in own if address)])
    return (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval';"
        " style-src 'self' 'unsafe-inline';"
        " img-src 'self' blob: data: https://avatars.githubusercontent.com; media-src 'self' blob:;"
        f" worker-src 'self' blob:; connect-src 'self' blob: data: {hosts}; object-src 'none';"
        " base-uri 'none'; form-action 'none'"
    )


def _desk_page(desk: Desk, where: Repository) -> bytes:
    up = "../" * desk.path.count("/")
    return f"""<!doctype html>
<html lang="{escape(desk.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{escape(policy(where))}">
<title>{escape(desk.title)}</title>
</head>
<body>
<script type="module" src="{up}start.js"></script>
</body>
</html>
""".encode()


def _index(school: School, found: Sequence[Desk]) -> bytes:
    rows = "".join(
        f'<li><a href="{escape(desk.path)}">{escape(desk.title)}</a></li>\n' for desk in found
    )
    name = escape(school.catalogue.school.name)
    return f"""<!doctype html>
<html lang="{escape(school.catalogue.school.languages[0])}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>{name}</title>
</head>
<body>
<main>
<h1>{name}</h1>
<ul>
{rows}</ul>
</main>
</body>
</html>
""".encode()
