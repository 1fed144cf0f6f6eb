"""`wayfolio keys`: makes, lists and revokes what opens families' pages."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wayfolio.cli.command import Command, add_commands, find_command
from wayfolio.cli.console import OK
from wayfolio.model.counts import count_of

if TYPE_CHECKING:
    from wayfolio.keys.keyring import NewKey
    from wayfolio.model.keys import Key

NO_SECRET = (
    "keys need the school's build secret: set WAYFOLIO_SECRET_FILE to a file outside the school's "
    "folder, or WAYFOLIO_SECRET (make one with  openssl rand -base64 32)"
)


ROTATED = """words and links stay what they are.
Give the host the new secret (WAYFOLIO_SECRET), commit competencies/keys.sealed, and build at once:
until then the old secret opens what is published. Pages of learners without a public name get new
addresses. Whoever has the old secret AND an old keys.sealed still opens what letters open: if both
may have been taken, revoke every key and print new letters. Destroy the old secret afterwards."""


def add_keys_options(parser: argparse.ArgumentParser) -> None:
    """Add the commands of `wayfolio keys`."""
    add_commands(parser, KEY_COMMANDS, dest="does", metavar="new|list|revoke|rotate|print")


def add_new_key_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio keys new`."""
    parser.add_argument(
        "learners", nargs="+", metavar="LEARNER", help="the learners whose pages the key opens"
    )
    parser.add_argument(
        "--kind",
        choices=["family", "learner"],
        default="family",
        help="the person who will hold the key",
    )
    parser.add_argument(
        "--link", action="store_true", help="make a link that contains a secret, instead of words"
    )
    parser.add_argument(
        "--note", default="", help="a note on whose key it is, shown by `keys list`"
    )
    _add_letter_options(parser, needs_letter=False)


def add_revoke_key_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio keys revoke`."""
    parser.add_argument(
        "keys",
        nargs="+",
        metavar="KEY",
        help="the names of keys, as `wayfolio keys list` shows them",
    )


def add_rotate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio keys rotate`."""
    where = "the new secret, outside the school's folder: made there if there is no such file"
    parser.add_argument("--to", type=Path, dest="file", metavar="FILE", required=True, help=where)


def add_print_letter_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `wayfolio keys print`."""
    _add_letter_options(parser, needs_letter=True)


def _add_letter_options(parser: argparse.ArgumentParser, *, needs_letter: bool) -> None:
    where = "the letter, an .html or .pdf file outside the school's folder"
    parser.add_argument("--letter", type=Path, metavar="FILE", required=needs_letter, help=where)
    parser.add_argument("--language", help="the letter's language (default: the school's first)")
    parser.add_argument("--address", help="the site's address (default: site_url in mkdocs.yml)")


def run_keys(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio keys ...`."""
    return find_command(KEY_COMMANDS, options.does).run(options, root, today)


def _require_secret(root: Path) -> bytes:
    from wayfolio.load.secret import load_build_secret
    from wayfolio.model.keys import KeysRefused

    secret = load_build_secret(os.environ, root)
    if secret is None:
        raise KeysRefused(NO_SECRET)
    return secret


def run_new_key(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio keys new`."""
    import secrets  # slow to load, and most commands need no random numbers

    from wayfolio.documents import key_letter
    from wayfolio.keys import keyring

    secret = _require_secret(root)
    if options.letter:
        key_letter.require_place(root, options.letter)
    key = keyring.make_key(
        root,
        secret,
        options.learners,
        kind=options.kind,
        as_link=options.link,
        note=options.note,
        today=today,
        below=secrets.randbelow,
    )
    print(_format_key(key.key))
    print("shown this once, and kept nowhere:\n")
    shown = key_letter.link(root, key, options.address) if options.link else key.secret
    print(f"    {shown}\n")
    _write_letter(options, root, today, key)
    print(f"commit {keyring.PLACE}; the next `wayfolio build --edition family` seals for it")
    return OK


def run_list_keys(_: argparse.Namespace, root: Path, __: date) -> int:
    """Run `wayfolio keys list`."""
    from wayfolio.keys import keyring
    from wayfolio.load.files import Folder

    keys = keyring.read_keys(Folder(root), _require_secret(root)).keys
    for key in keys:
        print(_format_key(key))
    if not keys:
        print("no keys yet: wayfolio keys new LEARNER")
    return OK


def run_revoke_key(options: argparse.Namespace, root: Path, _: date) -> int:
    """Run `wayfolio keys revoke`."""
    from wayfolio.keys import keyring

    for key in keyring.revoke_keys(root, _require_secret(root), options.keys):
        print(f"revoked: {_format_key(key)}")
    print(
        f"commit {keyring.PLACE}, build and publish: from then on it opens nothing. What its\n"
        "holder has read or loaded before stays with them."
    )
    return OK


def run_rotate_secret(options: argparse.Namespace, root: Path, _: date) -> int:
    """Run `wayfolio keys rotate`."""
    import base64
    import secrets

    from wayfolio.keys import keyring
    from wayfolio.load.secret import LENGTH, place_of_secret, read_secret_file
    from wayfolio.publish.atomic_files import write_private

    old = _require_secret(root)
    file = place_of_secret(options.file, root, "--to")
    if not file.exists():
        write_private(file, base64.b64encode(secrets.token_bytes(LENGTH)) + b"\n")
    keys = keyring.rotate_secret(root, old, read_secret_file(file, root, "--to"))
    print(f"{count_of(len(keys.keys), 'key')} sealed with the secret in {file}: {ROTATED}")
    return OK


def run_print_letter(options: argparse.Namespace, root: Path, today: date) -> int:
    """Run `wayfolio keys print`."""
    from wayfolio.documents import key_letter
    from wayfolio.keys import keyring

    secret = _require_secret(root)
    key_letter.require_place(root, options.letter)
    if sys.stdin.isatty():
        print("Type the words, or the secret part of the link: the school has not kept them.")
    typed = sys.stdin.readline().strip()
    _write_letter(options, root, today, keyring.find_key(root, secret, typed.rpartition("#")[2]))
    return OK


def _write_letter(options: argparse.Namespace, root: Path, today: date, key: "NewKey") -> None:
    from wayfolio.documents import key_letter

    if options.letter is None:
        print("no letter was made; another time, `wayfolio keys print` needs these words")
        return
    key_letter.write_key_letter(
        root, options.letter, key, today, language=options.language, address=options.address
    )
    print(f"the letter is {options.letter}: print it, then delete it")


def _format_key(key: "Key") -> str:
    from wayfolio.render.text.diagnostics import plain_text

    how = "link" if key.is_link else "words"
    row = f"{key.id}  {key.created}  {key.kind:7}  {how:5}  {', '.join(key.learners)}"
    return plain_text(f"{row}  {key.note}".rstrip())


KEY_COMMANDS: Sequence[Command] = (
    Command(
        name="new",
        help="make a key, and show its words once",
        add_options=add_new_key_options,
        run=run_new_key,
    ),
    Command(name="list", help="list all keys", run=run_list_keys),
    Command(
        name="revoke",
        help="revoke keys from the next build on",
        add_options=add_revoke_key_options,
        run=run_revoke_key,
    ),
    Command(
        name="rotate",
        help="replace the build secret; letters stay valid",
        add_options=add_rotate_options,
        run=run_rotate_secret,
    ),
    Command(
        name="print",
        help="make a letter for the words of an existing key, which you type",
        add_options=add_print_letter_options,
        run=run_print_letter,
    ),
)
KEYS = Command(
    name="keys",
    help="make, list and revoke keys to families' pages",
    add_options=add_keys_options,
    run=run_keys,
)
