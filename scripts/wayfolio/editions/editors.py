"""`wayfolio build --edition editors`: forms for everybody who writes, one desk a person.

A folder of its own, `site-edit/`: it lists learners and talks to the git host. The forms are
Sveltia CMS, which the browser loads from this folder; each desk has a configuration made from our
types and the school's catalogue. A form is a help and no wall: who may change what is decided by
the check of a branch.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

from msgspec import Struct

from wayfolio.editions.editor_collections import Collections
from wayfolio.editions.editor_fields import Json
from wayfolio.model.diagnostics import has_errors
from wayfolio.model.pages import Editors, Page
from wayfolio.model.school import Repository
from wayfolio.model.theme import theme_folder
from wayfolio.publish.site import SiteRefused, write_preview
from wayfolio.publish.vendored import Package, fetch_package_file
from wayfolio.render.language.reader import make_reader
from wayfolio.school.learner import LoadedSchool
from wayfolio.school.read import Report, read_school

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
DRAFTS = ("github", "gitlab")
"""Hosts at which the forms can open a pull request, or a merge request."""
HOSTS = {
    "github": ("https://api.github.com", "https://github.com"),
    "gitlab": ("https://gitlab.com",),
    "gitea": (),
}


def build_editors_edition(
    root: Path, today: date, folder: Path | None, cache: Path | None = None
) -> Report:
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
    program = _program(fetch_package_file(CMS, cache or root / ".wayfolio" / "npm"))
    pages = [Page[Editors](path, held) for path, held in sorted(program.items())]
    pages += [page for desk in editor_forms(school, where) for page in _pages(desk, where)]
    start = (theme_folder() / "pages" / "editors.js").read_bytes()
    pages.append(Page[Editors]("start.js", start))
    pages.append(Page[Editors]("", _index(school, list(editor_forms(school, where)))))
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


class EditorForm(Struct, frozen=True, kw_only=True):
    """One person's, or one group's, forms."""

    path: str
    title: str
    language: str
    config: Json


def editor_forms(school: LoadedSchool, where: Repository) -> Iterator[EditorForm]:
    """Give every desk: the learners', then the groups' for those who rate, then the tutors'."""
    language = make_reader(school.catalogue.school.languages[0])
    for learner, file in school.roster.learners.items():
        forms = Collections(school, language, file)
        yield EditorForm(
            path=f"learners/{learner}/",
            title=file.name.first or learner,
            language=language.language,
            config=_config(where, forms.of_learner(learner)),
        )
    for group in school.catalogue.school.groups:
        members = [who for who, f in school.roster.learners.items() if f.group == group.id]
        if members:
            forms = Collections(school, language, school.roster.learners[members[0]])
            title = language.say(group.title)
            yield EditorForm(
                path=f"groups/{group.id}/",
                title=title,
                language=language.language,
                config=_config(where, forms.of_group(title, members)),
            )
    tutors = Collections(school, language)
    for person, about in school.catalogue.school.people.items():
        if own := tutors.of_tutor(person):
            yield EditorForm(
                path=f"tutors/{person}/",
                title=about.name,
                language=language.language,
                config=_config(where, own),
            )


def _config(where: Repository, collections: list[Json]) -> Json:
    backend: Json = {"name": where.host, "repo": where.name, "branch": where.branch}
    # What is saved becomes a pull request, which the check answers before anybody merges it.
    drafts: Json = {"publish_mode": "editorial_workflow"} if where.host in DRAFTS else {}
    if where.host == "github":
        # Who may not write into the repository proposes from a copy of their own.
        backend |= {"open_authoring": True}
    if where.url:
        api = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}[where.host]
        backend |= {"api_root": where.url.rstrip("/") + api}
    if where.sign_in:
        backend |= {"base_url": where.sign_in.rstrip("/")}
    if where.app:
        backend |= {"app_id": where.app}
    return {
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


def _pages(desk: EditorForm, where: Repository) -> Iterator[Page[Editors]]:
    config = json.dumps(desk.config, ensure_ascii=False, indent=1).encode() + b"\n"
    yield Page[Editors](f"{desk.path}config.json", config)
    yield Page[Editors](desk.path, _desk_page(desk, where))


def editors_policy(where: Repository) -> str:
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


def _desk_page(desk: EditorForm, where: Repository) -> bytes:
    up = "../" * desk.path.count("/")
    return f"""<!doctype html>
<html lang="{escape(desk.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{escape(editors_policy(where))}">
<title>{escape(desk.title)}</title>
</head>
<body>
<script type="module" src="{up}start.js"></script>
</body>
</html>
""".encode()


def _index(school: LoadedSchool, found: Sequence[EditorForm]) -> bytes:
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
