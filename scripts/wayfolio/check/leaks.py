"""Checks a built site for private or active content, right before it is published."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import unescape
from itertools import chain

from wayfolio.check.built_words import (
    fold_built,
    fold_noise,
    mended_texts,
    path_text,
    strip_tags,
    ways_to_read,
)
from wayfolio.check.private_strings import PrivateString, PrivateStrings
from wayfolio.model.leaks import BuiltFile, Leak, Private
from wayfolio.model.normal_form import find_words, spread_words
from wayfolio.model.people import SHORT, has_capitals, is_accented
from wayfolio.model.readable import ATTRIBUTE, TAG, readable_fragment, readable_page, readable_style

NAMED = "the name of somebody ({}) who may not be named here"
SHORTEST_IN_NOISE = 6
"""Letters: fewer stand by chance in a picture, every few megabytes."""

NOTHING_OF_OURS = frozenset(
    [b"iframe", b"object", b"embed", b"frame", b"frameset", b"applet", b"base", b"foreignobject"]
)
FETCHES = frozenset(
    [b"src", b"srcset", b"poster", b"background", b"data", b"ping", b"formaction", b"action"]
)
LINKS = frozenset([b"href", b"xlink:href", b"cite", b"longdesc", b"manifest", *FETCHES])
ONLY_SAY = re.compile(rb"canonical|alternate|license|author|me|noopener|nofollow")
FOREIGN = re.compile(rb"(?:https?:)?[/\\]{2}|(?:ftp|wss?):", re.I)
ACTS = re.compile(
    rb"(?:javascript|vbscript|livescript):|data:(?!image/(?:png|jpeg|gif|webp|svg))", re.I
)
STYLE = re.compile(rb"(?:@import|url\()\s*+(?:[\"']\s*+)?(?:https?:)?//", re.I)
MOVED = re.compile(rb" content=\"0; url=(?:\.\./)+learners/[a-z0-9/-]+\"$")
"""From an earlier address of a piece of work to where it is now, within the site."""
BLANKS = re.compile(rb"[\x00-\x20]+")
POLICY = re.compile(rb"http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"", re.I)
SCRIPT = re.compile(rb"<script\b", re.I)
FRAGMENT = ".pf_fragment"
"""What the search has read on one page."""
# What a page would need to do anything. Each begins with plain letters, which are found fast; most
# pages hold none of it where it counts, and then their tags need not be taken apart.
ELEMENTS = re.compile(b"<(?:" + b"|".join(sorted(NOTHING_OF_OURS)) + b")")
# From its end to its beginning: there are fewer "=" in a page than blanks.
HANDLERS = re.compile(rb"=\s*(?:[a-z]+no|codcrs|elyts)[ \t\n\r\f/\"']")
FETCHED = re.compile(rb"=\s*+(?:[\"']\s*+)?(?:(?:[a-z]+:)?[/\\]{2}|data\s*:)")
FETCHING = tuple(FETCHES)
UNUSUAL_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|nbsp|#39|#34|#x27|#x22);)")
"""One that may stand for a letter, a colon or a stroke of an address."""
LINK_TAG = re.compile(rb"<link\b[^>]*>")


class Scanner:
    """Looks for private strings in any number of files; create it once for all of them."""

    def __init__(
        self, private: Private, names: "Scanner | None" = None, *, is_thorough: bool = False
    ) -> None:
        """Prepare for what is private. `names`: a scanner for everybody's names, used as well.

        `is_thorough`: whether parts of words are looked at too, such as those of `TeamAna2`.
        """
        self.others = names
        self.is_thorough = is_thorough
        self.addresses = {
            address.encode(): f"an address that belongs to {whose}, which is not public"
            for address, whose in private.addresses
        }
        self.strings = PrivateStrings(_strings_of(private, is_thorough=is_thorough))

    def find_leaks(self, file: BuiltFile, *, framed: bool = False) -> Iterator[Leak]:
        """Yield what a file holds that it may not. `framed`: it is the part within its frame."""
        for note in file.notes:
            yield Leak(path=file.path, line=1, message=f"holds {note}")
        if file.kind == "sealed":
            return
        yield from self.find_private(file)
        if file.kind == "page":
            yield from find_active(file, framed=framed)
        elif file.kind == "style" and (fetch := STYLE.search(file.raw)):
            yield _leak(file, fetch.start(), "fetches something from another host")

    def find_private(self, file: BuiltFile) -> Iterator[Leak]:
        """Yield what is private in a file, whatever else is wrong with it."""
        for part in file.path.replace(".", "/").split("/"):
            for scanner in self._all():
                if message := scanner.addresses.get(part.encode()):
                    yield Leak(path=file.path, line=1, message=f"its path is {message}")
        yield from _unique(self._in_texts(file))

    def _all(self) -> "tuple[Scanner, ...]":
        return (self,) if self.others is None else (self.others, self)

    def _in_texts(self, file: BuiltFile) -> Iterator[Leak]:
        if not any(scanner.strings for scanner in self._all()):
            return
        path = path_text(file.path)
        for text in file.texts or (b"",):
            # Few files hold such words at all, and only there markup is told from what is read.
            hits = self._scanners_for(file, path + b"\n" + text)
            if hits:
                named = BuiltFile(path=file.path, kind="text", raw=b"", texts=())
                yield from self._in_readable(named, [path], hits)
                yield from self._in_readable(file, _readable_texts(file, text), hits)

    def _scanners_for(self, file: BuiltFile, text: bytes) -> "list[Scanner]":
        """Return the scanners that may find something in a text of a file."""
        ways = list(ways_to_read(file, text, is_thorough=self.is_thorough))
        hits = [
            (scanner, strings)
            for scanner in self._all()
            if (strings := list(chain.from_iterable(map(scanner.strings.candidates, ways))))
        ]
        if not hits or file.kind != "page":
            return [scanner for scanner, _ in hits]
        # Tags between the words of a sentence.
        texts = [way.words for way in (*ways, fold_built(strip_tags(text)))]
        return [
            scanner
            for scanner, strings in hits
            if any(_stands_in_one(string, texts) for string in strings)
        ]

    def _in_readable(
        self, file: BuiltFile, texts: Iterable[bytes], scanners: "Iterable[Scanner]"
    ) -> Iterator[Leak]:
        for whole in texts:
            is_noise = file.kind == "noise"
            mended = () if is_noise else mended_texts(whole, is_thorough=self.is_thorough)
            for text in (whole, *mended):
                folded = fold_noise(text) if is_noise else fold_built(text)
                for scanner in scanners:
                    for string in scanner.strings.candidates(folded):
                        yield from scanner._find(string, file, text, folded.words)

    def _find(
        self, string: PrivateString, file: BuiltFile, text: bytes, words: bytes
    ) -> Iterator[Leak]:
        # Programs that somebody has made small hold every short word.
        is_made = file.kind in ("noise", "script")
        if is_made and string.kind != "phrase" and len(string.words) < SHORTEST_IN_NOISE:
            return
        if string.kind == "address":
            if file.kind != "noise" and _is_in_address(text, string.message.encode()):
                message = self.addresses[string.message.encode()]
                yield _leak(file, _place(file.raw, string.message.encode()), message)
        elif _is_there(string, file, text, words):
            yield _leak(file, _place(file.raw, string.words), string.message)


def _strings_of(private: Private, *, is_thorough: bool) -> Iterator[PrivateString]:
    for name, whose in private.names:
        words = " ".join(name).encode()
        yield PrivateString("name", words, NAMED.format(whose), is_thorough)
    for name, whose in private.capital_names:
        yield PrivateString("capital name", " ".join(name).encode(), NAMED.format(whose))
    for phrase, where in private.phrases:
        message = f"a title or sentence of {where}, which is not public"
        yield PrivateString("phrase", spread_words(phrase), message)
    for address, _ in private.addresses:
        yield PrivateString("address", spread_words(address), address)


def _is_there(string: PrivateString, file: BuiltFile, text: bytes, words: bytes) -> bool:
    """Whether the words of a name or phrase stand in a text one behind the other."""
    if string.kind == "phrase":
        if _stands_in(string.words, words):
            return True
        return _stands_in(string.words, fold_built(strip_tags(text)).words)
    if not any(_stands_in(form, words) for form in string.forms()):
        return False
    if string.kind == "capital name":
        return file.kind != "noise" and _has_capitals(text, string.words)
    return len(string.words) > SHORT or not _is_other(text, string.words)


def _is_in_address(text: bytes, address: bytes) -> bool:
    part = re.escape(address)
    return re.search(rb"(?<=[=/\"'])" + part + rb"(?=[\"'/#?&])", text) is not None


def _readable_texts(file: BuiltFile, text: bytes) -> Iterator[bytes]:
    """Yield what the school brings in one of the texts of a file."""
    if not (file.is_markup or file.kind in ("style", "text")):
        yield text
    elif file.is_markup:
        yield from readable_page(file.raw)
    elif file.kind == "style":
        yield readable_style(file.raw)
    else:
        yield readable_fragment(file.raw) if file.path.endswith(FRAGMENT) else text


def _is_other(text: bytes, word: bytes) -> bool:
    """Whether a short name stands in a text with accents alone, as `mía` does for Mia."""
    if text.isascii():
        return False
    plain, form = text.decode("utf-8", "replace"), word.decode()
    places = [place for place in find_words(plain) if place.form == form]
    return bool(places) and all(is_accented(plain[place.start : place.end]) for place in places)


def _has_capitals(text: bytes, phrase: bytes) -> bool:
    """Whether a name of usual words stands in a text with the capitals of a name."""
    plain, forms = text.decode("utf-8", "replace"), phrase.decode().split()
    places = find_words(plain)
    return any(
        has_capitals(plain, places[at : at + len(forms)])
        for at in range(len(places) - len(forms) + 1)
        if [place.form for place in places[at : at + len(forms)]] == forms
    )


def _stands_in_one(string: PrivateString, texts: Iterable[bytes]) -> bool:
    return any(_stands_in(form, text) for form in string.forms() for text in texts)


def _stands_in(phrase: bytes, words: bytes) -> bool:
    """Whether words stand in others that have a blank at each end."""
    return b" " + phrase + b" " in words


def _place(text: bytes, phrase: bytes) -> int:
    longest = max(phrase.split(), key=len)
    return max(0, text.lower().find(longest))


def _leak(file: BuiltFile, at: int, message: str) -> Leak:
    line = 1 if file.kind == "noise" else file.raw.count(b"\n", 0, at) + 1
    return Leak(path=file.path, line=line, message=message)


def _unique(leaks: Iterable[Leak]) -> Iterator[Leak]:
    seen: set[str] = set()
    for leak in leaks:
        if leak.message not in seen:
            seen.add(leak.message)
            yield leak


# ---- what a page would do ------------------------------------------------------------------------


def find_active(file: BuiltFile, *, framed: bool = False) -> Iterator[Leak]:
    """Yield what would run, ask another host or take a reader away, and is not the theme's own.

    `framed`: it is the part within its frame, which has the policy.
    """
    policy = None if framed else POLICY.search(file.raw)
    if policy is None and not framed and not file.path.endswith(".svg"):
        yield Leak(path=file.path, line=1, message="has no Content-Security-Policy")
    yield from _foreign_scripts(file, policy[1] if policy else b"")
    yield from _active_tags(file)


def _foreign_scripts(file: BuiltFile, allowed: bytes) -> Iterator[Leak]:
    """Yield each script in a page that its policy does not allow."""
    for start, attributes, body in find_scripts(file.raw):
        is_inert = b"src=" in attributes or b"json" in attributes or not body.strip()
        if not is_inert and b64encode(sha256(body).digest()) not in allowed:
            yield _leak(file, start, "holds a script that is not the theme's")


def find_scripts(page: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield where each script begins, its attributes, and what is in it."""
    low = page.lower()
    opening = SCRIPT.search(page)
    while opening is not None:
        head = low.find(b">", opening.end())
        end = low.find(b"</script", head + 1)
        if head < 0 or end < 0:
            return
        yield opening.start(), page[opening.end() : head], page[head + 1 : end]
        opening = SCRIPT.search(page, end + len(b"</script"))


def _active_tags(file: BuiltFile) -> Iterator[Leak]:
    """Yield each tag of a page that does more than show text and link."""
    # A browser reads names as they stand, and values with nothing escaped in them.
    low = file.raw.lower()
    texts = {low}
    if UNUSUAL_ENTITY.search(low):
        texts.update(text.lower() for text in file.texts)
    if not _may_act(low) and not any(map(may_reach_out, texts)):
        return
    for tag in TAG.finditer(file.raw):
        slash, name, attributes, end = tag.groups()
        for message in _wrong_with(name.lower(), attributes) if end and not slash else ():
            yield _leak(file, tag.start(), message)


def _may_act(page: bytes) -> bool:
    """Whether a page, in lower case, may hold elements or attributes that are not for text."""
    return ELEMENTS.search(page) is not None or HANDLERS.search(page[::-1]) is not None


def may_reach_out(page: bytes) -> bool:
    """Whether a page, in lower case, may hold values of attributes that do more than link.

    Then its tags are taken apart.
    """
    # In an address, browsers pass over these.
    tight = page.translate(None, b"\t\n\r")
    return (
        b"script:" in tight
        or b"refresh" in page
        or any(
            tight[max(0, m.start() - 12) : m.start()].rstrip().endswith(FETCHING)
            or m[0].endswith(b":")
            for m in FETCHED.finditer(tight)
        )
        or any(map(_links_elsewhere, LINK_TAG.findall(page[: page.rfind(b">") + 1])))
    )


def _links_elsewhere(tag: bytes) -> bool:
    return (b"//" in tag or b"/\\" in tag or b"\\/" in tag or b"\\\\" in tag) and (
        ONLY_SAY.search(tag) is None
    )


def _wrong_with(name: bytes, rest: bytes) -> Iterator[str]:
    """Yield what is wrong with a tag. `rest`: its attributes."""
    if name in NOTHING_OF_OURS:
        yield f"holds <{name.decode('ascii', 'replace')}>"
    is_fetched = name == b"link" and not ONLY_SAY.search(rest)
    for attribute in ATTRIBUTE.finditer(rest):
        key, value = attribute[1].lower(), _as_read(attribute[2].strip(b"\"'"))
        if key in LINKS:
            yield from _wrong_address(key, BLANKS.sub(b"", value), is_fetched=is_fetched)
        elif key == b"http-equiv":
            if value.lower() == b"refresh" and not MOVED.search(rest):
                yield "sends its reader to another page"
        elif key in (b"srcdoc", b"style"):
            yield f"holds {key.decode()}="
        elif key.startswith(b"on"):
            yield f"holds a handler ({key.decode('ascii', 'replace')})"


def _as_read(value: bytes) -> bytes:
    """Return an attribute's value as a browser reads it."""
    return unescape(value.decode("utf-8", "replace")).encode() if b"&" in value else value


def _wrong_address(key: bytes, value: bytes, *, is_fetched: bool) -> Iterator[str]:
    if ACTS.match(value):
        yield "holds an address that runs a program"
    elif (is_fetched or key in FETCHES) and FOREIGN.match(value):
        yield "fetches something from another host"
