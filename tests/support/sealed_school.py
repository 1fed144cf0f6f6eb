"""The example school with keys: two homes, brothers, a link, and learners who own their records."""

import base64
import json
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from example_school import TODAY, copy_example
from previews import example_engine
from shared_run import new_folder, once_a_run
from wayfolio.build import api, learner_unit
from wayfolio.build.request import BuildRequest
from wayfolio.keys import keyring
from wayfolio.keys.keyring import NewKey
from wayfolio.load.files import Findings, Folder
from wayfolio.model.keys import KeyKind, Keys
from wayfolio.model.names import LearnerId
from wayfolio.school.learner import read_learner
from wayfolio.school.read import Report, read_school
from wayfolio.seal.boxes import derive_key, opaque_name, open_box
from wayfolio.seal.slots import MANIFEST

SECRET = bytes(range(32))
CHANCE = random.Random(20270312)


@dataclass(frozen=True)
class SealedSchool:
    """A school, its keys by the name of whoever holds them, and its site."""

    root: Path
    held: dict[str, NewKey]

    @property
    def site(self) -> Path:
        """Return the folder of its site."""
        return self.root / "site"

    @property
    def keys(self) -> Keys:
        """Return the keys as the school stores them."""
        return keyring.read_keys(Folder(self.root), SECRET)

    def give(self, who: str, *learners: str, kind: KeyKind = "family", link: bool = False) -> None:
        """Make a key for somebody."""
        self.held[who] = keyring.make_key(
            self.root,
            SECRET,
            learners,
            kind=kind,
            as_link=link,
            note=who,
            today=TODAY,
            below=CHANCE.randrange,
        )

    def build(self) -> Report:
        """Build the public and the family edition."""
        report = api.build_site(
            BuildRequest(
                root=self.root,
                today=TODAY,
                engine=example_engine(),
                is_searchable=False,
                secret=SECRET,
                keys=self.keys,
            )
        )
        assert report.is_clean, [*map(str, report.diagnostics), *map(str, report.leaks)]
        return report

    def sealed(self, *learners: str) -> dict[str, bytes]:
        """Seal some learners without a site, and return all files by name."""
        read, _ = read_school(self.root, TODAY)
        assert read is not None
        school = replace(read, secret=SECRET)
        locks = learner_unit.plan_school_sealing(school, self.keys)
        pages = list(locks.slots)
        for learner in learners:
            read_one = read_learner(school, LearnerId(learner))
            vaults = locks.vaults.get(read_one.portfolio.learner, ())
            pages.extend(
                learner_unit.seal_pages(school, read_one, vaults, locks.languages, Findings())
            )
        return {page.path[len("family/") : -len(".bin")]: page.content for page in pages}

    def files(self) -> dict[str, bytes]:
        """Return the sealed files by name."""
        return {file.stem: file.read_bytes() for file in (self.site / "family").glob("*.bin")}


def new_sealed_school() -> SealedSchool:
    """Return a copy of the example in which some have keys. It is not built yet."""
    school = SealedSchool(copy_example(new_folder("sealed")), {})
    school.give("teo's first home", "teo")
    school.give("teo's other home", "teo")
    school.give("brothers", "sami", "mateo")
    school.give("amara's family", "amara", link=True)
    school.give("amara", "amara", kind="learner", link=True)
    school.give("jin's family", "jin", link=True)
    school.give("jin", "jin", kind="learner", link=True)
    return school


@once_a_run
def sealed_school() -> SealedSchool:
    """Return that school, built."""
    school = new_sealed_school()
    school.build()
    return school


@dataclass(frozen=True)
class OpenVault:
    """The files of one learner that a key opens."""

    name: str
    note: dict[str, str]
    files: dict[str, bytes]
    """Address -> decrypted content."""
    kept_as: frozenset[str]
    """The names of their sealed files."""


def open_vaults(key: NewKey, files: dict[str, bytes]) -> list[OpenVault]:
    """Open what a key opens, as a browser would.

    Errors: KeyError where there is no slot; NotOpened where something was changed.
    """
    root = key.key.root
    name = opaque_name(root, "slot")
    vaults = []
    for slot in json.loads(open_box(derive_key(root, "slot key"), name, files[name])):
        vault = base64.b64decode(slot["key"])
        assert slot["manifest"] == opaque_name(vault, MANIFEST)
        manifest = json.loads(open_box(vault, slot["manifest"], files[slot["manifest"]]))
        kept = {address: row[0] for address, row in manifest["files"].items()}
        inside = {address: open_box(vault, name, files[name]) for address, name in kept.items()}
        opened = OpenVault(manifest["name"], manifest["note"], inside, frozenset(kept.values()))
        vaults.append(opened)
    return vaults


def copy_sealed_school() -> SealedSchool:
    """Return another copy of the example with the same keys, to be changed."""
    school = new_sealed_school()
    shutil.copy(sealed_school().root / keyring.PLACE, school.root / keyring.PLACE)
    return SealedSchool(school.root, sealed_school().held)
