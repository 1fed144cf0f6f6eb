"""The part of the command line that makes, lists and revokes keys. No rules inside."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wayfolio.keys.keyring import NewKey
    from wayfolio.model.keys import Key

from wayfolio.cli.exits import CLEAN, USAGE

NO_SECRET = (
    "keys need the school's build secret: set WAYFOLIO_SECRET_FILE to a file outside the school's "
    "folder, or WAYFOLIO_SECRET (make one with  openssl rand -base64 32)"
)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `wayfolio keys` to the command line."""
    keys = commands.add_parser("keys", help="make, list and revoke what opens families' pages")
    does = keys.add_subparsers(dest="does", required=True, metavar="new|list|revoke|print")
    new = does.add_parser("new", help="make a key, and show its words this once")
    new.add_argument("learners", nargs="+", metavar="LEARNER")
    new.add_argument(
        "--kind", choices=["family", "learner"], default="family", help="who is to hold it"
    )
    new.add_argument("--link", action="store_true", help="a link with a secret in it, not words")
    new.add_argument("--note", default="", help="whose it is, for `keys list`")
    does.add_parser("list", help="say which keys there are")
    revoke = does.add_parser("revoke", help="let a key open nothing from the next build on")
    revoke.add_argument("keys", nargs="+", metavar="KEY")
    again = does.add_parser("print", help="make a letter for words that you type in")
    for one, is_needed in ((new, False), (again, True)):
        where = "the letter, an .html or .pdf file outside the school's folder"
        one.add_argument("--letter", type=Path, metavar="FILE", required=is_needed, help=where)
        one.add_argument("--language", help="the letter's (the school's first)")
        one.add_argument("--address", help="of the site (site_url in mkdocs.yml)")


def run_keys(chosen: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio keys ...`, and return its exit code."""
    from wayfolio.documents.key_letter import LetterRefused
    from wayfolio.load.secret import SecretRefused, load_build_secret
    from wayfolio.model.keys import KeysRefused

    does: Mapping[str, Callable[[argparse.Namespace, Path, date, bytes], None]] = {
        "new": _new,
        "list": _list,
        "revoke": _revoke,
        "print": _print,
    }
    try:
        secret = load_build_secret(os.environ, root)
        if secret is None:
            raise KeysRefused(NO_SECRET)
        does[chosen.does](chosen, root, today, secret)
    except (KeysRefused, LetterRefused, SecretRefused) as refused:
        print(f"wayfolio: {refused}", file=sys.stderr)
        return USAGE
    return CLEAN


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Path, date], int]] = {"keys": run_keys}


def _new(chosen: argparse.Namespace, root: Path, today: date, secret: bytes) -> None:
    import secrets  # it loads much, and most commands need no chance

    from wayfolio.documents import key_letter
    from wayfolio.keys import keyring

    if chosen.letter:
        key_letter.require_place(root, chosen.letter)
    made = keyring.make_key(
        root,
        secret,
        chosen.learners,
        kind=chosen.kind,
        as_link=chosen.link,
        note=chosen.note,
        today=today,
        below=secrets.randbelow,
    )
    print(_row(made.key))
    print("shown this once, and kept nowhere:\n")
    print(
        f"    {made.secret if not chosen.link else key_letter.link(root, made, chosen.address)}\n"
    )
    _letter(chosen, root, today, made)
    print(f"commit {keyring.PLACE}; the next `wayfolio build --edition family` seals for it")


def _list(_: argparse.Namespace, root: Path, __: date, secret: bytes) -> None:
    from wayfolio.keys import keyring
    from wayfolio.load.files import Folder

    found = keyring.read_keys(Folder(root), secret).keys
    for key in found:
        print(_row(key))
    if not found:
        print("no keys yet: wayfolio keys new LEARNER")


def _revoke(chosen: argparse.Namespace, root: Path, _: date, secret: bytes) -> None:
    from wayfolio.keys import keyring

    for key in keyring.revoke_keys(root, secret, chosen.keys):
        print(f"revoked: {_row(key)}")
    print(
        f"commit {keyring.PLACE}, build and publish: from then on it opens nothing. What its\n"
        "holder has read or loaded before stays with them."
    )


def _print(chosen: argparse.Namespace, root: Path, today: date, secret: bytes) -> None:
    from wayfolio.documents import key_letter
    from wayfolio.keys import keyring

    key_letter.require_place(root, chosen.letter)
    if sys.stdin.isatty():
        print("Type the words, or the secret part of the link: the school has not kept them.")
    typed = sys.stdin.readline().strip()
    _letter(chosen, root, today, keyring.find_key(root, secret, typed.rpartition("#")[2]))


def _letter(chosen: argparse.Namespace, root: Path, today: date, made: "NewKey") -> None:
    from wayfolio.documents import key_letter

    if chosen.letter is None:
        print("no letter was made; another time, `wayfolio keys print` needs these words")
        return
    key_letter.write_key_letter(
        root, chosen.letter, made, today, language=chosen.language, address=chosen.address
    )
    print(f"the letter is {chosen.letter}: print it, then delete it")


def _row(key: "Key") -> str:
    from wayfolio.render.text.diagnostics import plain_text

    how = "link" if key.is_link else "words"
    row = f"{key.id}  {key.created}  {key.kind:7}  {how:5}  {', '.join(key.learners)}"
    return plain_text(f"{row}  {key.note}".rstrip())
