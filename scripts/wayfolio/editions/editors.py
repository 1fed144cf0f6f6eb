"""`wayfolio build --edition editors`: forms for everybody who writes.

The forms have a folder of their own, `site-edit/`, since they list learners and talk to the git
host. They are Sveltia CMS, which the browser loads from this folder. The configuration of each
person's forms is made from our types and the school's catalogue. Forms protect nothing: the check
of a branch decides who may change what.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wayfolio.build.strays import find_strays
from wayfolio.build.unsure_learners import list_left_out
from wayfolio.check.keeping import learners_without_file
from wayfolio.editions.editor_collections import Collections
from wayfolio.editions.editor_fields import Json
from wayfolio.editions.own_folder import refuse_tracked
from wayfolio.model.diagnostics import Severity, has_errors
from wayfolio.model.pages import Editors, Page
from wayfolio.model.school import Repository
from wayfolio.model.theme import theme_folder
from wayfolio.publish.site import SiteRefused, write_preview
from wayfolio.publish.vendored import Package, fetch_package_file
from wayfolio.render.language.reader import make_reader
from wayfolio.school.learner import LoadedSchool
from wayfolio.school.read import Report, read_school
from wayfolio.school.valid_school import leave_out_shared

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
"""The addresses from which the CMS would fetch fonts. Its package contains the same fonts."""
NOT_IN_NAMES = b"[^\\w-~]", b"[^A-Za-z0-9-]"
"""What the CMS replaces in names of files, and what it has to: ours have neither `_` nor `~`."""
LARGEST_SIDE = 1600
DRAFTS = ("github", "gitlab")
"""Hosts where the forms can open a pull request or a merge request."""
HOSTS = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com",),
    "gitea": (),
}


def build_editors_edition(
    root: Path,
    today: date,
    folder: Path | None,
    cache: Path | None = None,
    *,
    keep_going: bool = False,
) -> Report:
    """Write all forms into `folder` (by default `site-edit/`).

    `cache`: the folder that caches Sveltia CMS. `keep_going`: whether a learner whose own file has
    an error is left out, and nobody else. Errors: SiteRefused, NotFetched.
    """
    school, report = _read_school(root, today, keep_going=keep_going)
    if school is None:
        return report
    repository = school.catalogue.school.repository
    if repository is None:
        raise SiteRefused(
            "the forms must know where the school’s files lie: add repository: {host: github,"
            " name: owner/name} to competencies/school.yml"
        )
    target = (folder or root / "site-edit").resolve()
    if target == (root / "site").resolve():
        raise SiteRefused(f"{target} is for everybody: the forms need a folder of their own")
    refuse_tracked(target)
    program = _cms_files(fetch_package_file(CMS, cache or root / ".wayfolio" / "npm"))
    pages = [Page[Editors](path, held) for path, held in sorted(program.items())]
    forms = list(editor_forms(school, repository))
    for form in forms:
        pages += _form_pages(form, repository)
    start = (theme_folder() / "pages" / "editors.js").read_bytes()
    pages.append(Page[Editors]("start.js", start))
    pages.append(Page[Editors]("", _index_page(school, forms)))
    pages.append(Page[Editors]("robots.txt", b"User-agent: *\nDisallow: /\n"))
    count = write_preview(pages, target, root=root)
    return replace(report, learners=len(school.roster.learners), pages=count)


def _read_school(
    root: Path, today: date, *, keep_going: bool
) -> tuple[LoadedSchool | None, Report]:
    """Return the school, and what is wrong with it; None where that stops the forms."""
    school, diagnostics = read_school(root, today)
    report = Report(diagnostics=tuple(sorted(set(diagnostics))))
    if school is None or not has_errors(diagnostics):
        return school, report
    strays = find_strays(school.folder, school.roster.learners)
    if keep_going and not strays.stop_everybody(diagnostics):
        return _leave_out_learners(school, report)
    return None, report


def _leave_out_learners(school: LoadedSchool, report: Report) -> tuple[LoadedSchool, Report]:
    """Return the school without the learners whose own file has an error, and what is left out."""
    gone = learners_without_file(report.diagnostics)
    roster = school.roster
    there = {who: file for who, file in roster.learners.items() if who not in gone}
    work = tuple(work for work in roster.group_work if gone.isdisjoint(work.authors))
    errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
    school = replace(school, roster=replace(roster, learners=there, group_work=work))
    school = leave_out_shared(school, errors)
    return school, replace(report, left_out=list_left_out(school, errors))


def _cms_files(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files of the CMS, changed to load its own fonts and to name files as ours are."""
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
        # Every person's forms lie two folders deep.
        code = code.replace(address, f"../../{own[0]}".encode())
    if code.count(NOT_IN_NAMES[0]) != 1:
        raise ValueError("the forms’ program does not make names of files where it did")
    return {**shipped, "cms/npm/index.js": code.replace(*NOT_IN_NAMES)}


class EditorForm(Struct, frozen=True, kw_only=True):
    """The forms of one person, or of one group."""

    path: str
    title: str
    language: str
    config: Json


def editor_forms(school: LoadedSchool, repository: Repository) -> Iterator[EditorForm]:
    """Yield all forms: the learners', then the groups' for those who rate, then the tutors'."""
    language = make_reader(school.catalogue.school.languages[0])
    for learner, file in school.roster.learners.items():
        collections = Collections(school, language, file)
        yield EditorForm(
            path=f"learners/{learner}/",
            title=file.name.first or learner,
            language=language.language,
            config=_config(school, repository, collections.learner_collections(learner)),
        )
    for group in school.catalogue.school.groups:
        members = [who for who, f in school.roster.learners.items() if f.group == group.id]
        if members:
            collections = Collections(school, language, school.roster.learners[members[0]])
            title = language.say(group.title)
            yield EditorForm(
                path=f"groups/{group.id}/",
                title=title,
                language=language.language,
                config=_config(school, repository, collections.group_collections(title, members)),
            )
    tutors = Collections(school, language)
    for person, about in school.catalogue.school.people.items():
        if own := tutors.tutor_collections(person):
            yield EditorForm(
                path=f"tutors/{person}/",
                title=about.name,
                language=language.language,
                config=_config(school, repository, own),
            )


def _config(school: LoadedSchool, repository: Repository, collections: list[Json]) -> Json:
    timezone = school.catalogue.school.timezone
    backend: Json = {"name": repository.host, "repo": repository.name, "branch": repository.branch}
    # A saved change becomes a pull request, which is checked before anybody merges it.
    drafts: Json = {"publish_mode": "editorial_workflow"} if repository.host in DRAFTS else {}
    if repository.host == "github":
        # People without write access propose changes from a fork.
        backend |= {"open_authoring": True}
    if repository.url:
        api = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}[repository.host]
        backend |= {"api_root": repository.url.rstrip("/") + api}
    if repository.sign_in:
        backend |= {"base_url": repository.sign_in.rstrip("/")}
    if repository.app:
        backend |= {"app_id": repository.app}
    return {
        # `start.js` takes it out, and writes the school's day where a form says {{now}}.
        **({"school_timezone": timezone} if timezone else {}),
        "backend": backend,
        **drafts,
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


def _form_pages(form: EditorForm, repository: Repository) -> Iterator[Page[Editors]]:
    config = json.dumps(form.config, ensure_ascii=False, indent=1).encode() + b"\n"
    yield Page[Editors](f"{form.path}config.json", config)
    yield Page[Editors](form.path, _form_page(form, repository))


def editors_policy(repository: Repository) -> str:
    """Return a CSP that allows this folder and, of other hosts, the git host's answers only."""
    own = [repository.url, repository.sign_in]
    hosts = " ".join([*HOSTS[repository.host], *(address for address in own if address)])
    return (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval';"
        " style-src 'self' 'unsafe-inline';"
        " img-src 'self' blob: data: https://avatars.githubusercontent.com; media-src 'self' blob:;"
        f" worker-src 'self' blob:; connect-src 'self' blob: data: {hosts}; object-src 'none';"
        " base-uri 'none'; form-action 'none'"
    )


def _form_page(form: EditorForm, repository: Repository) -> bytes:
    up = "../" * form.path.count("/")
    return f"""<!doctype html>
<html lang="{escape(form.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{escape(editors_policy(repository))}">
<title>{escape(form.title)}</title>
</head>
<body>
<script type="module" src="{up}start.js"></script>
</body>
</html>
""".encode()


def _index_page(school: LoadedSchool, forms: Sequence[EditorForm]) -> bytes:
    rows = "".join(
        f'<li><a href="{escape(form.path)}">{escape(form.title)}</a></li>\n' for form in forms
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
