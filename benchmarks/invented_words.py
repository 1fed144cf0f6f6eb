"""Words, sentences and names that are invented: the same seed, the same text.

Some 6,500 words with the weights of natural language: a few small words make half of a text, words
of workshops and science most of the rest, and a long tail the remainder. So a search index and a
compressor find about what they find in real prose.
"""

import itertools
import random
import re
from bisect import bisect_left
from collections.abc import Iterable


def several(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


SMALL_WORDS = several(
    "the a of and to in that it was for on with as we i at by this but from they she he not are be "
    "or had have which you one all were when there so an if out about up what then them more some "
    "would into time has two could than other only its over also after first our how these where "
    "my because before through next again"
)
WORK_WORDS = several(
    "bridge load truss sample water soil sensor signal draft sketch model team studio mentor plan "
    "measure result table chart graph survey interview question answer evidence feedback test "
    "prototype material cardboard plywood glue joint beam cable motor battery circuit solder code "
    "loop function variable error debug commit branch page story script scene voice rhythm chord "
    "record mix garden seed leaf root insect bird habitat river weather temperature pressure "
    "volume mass speed angle ratio percent average range trial attempt failure success reason "
    "cause effect pattern claim argument source map route scale budget cost price recipe dough "
    "oven heat press ink paper type poster audience visitor neighbour council meeting vote rule "
    "role task list goal week day morning afternoon note photo video drawing sound light shadow "
    "colour shape edge corner centre surface layer frame support foundation crack bend stretch "
    "cut drill sand polish paint clean repair replace improve compare explain show listen ask "
    "learn teach share decide choose try build make design change observe predict check"
)
FIRST_NAMES = several(
    "Ada Ben Chioma Dario Esra Farid Grace Hana Ivo Jun Kofi Lena Mateo Nadia Omar Priya Quinn "
    "Rosa Sami Tove Uma Viktor Wren Ximena Yusuf Zoe Amir Bea Cem Dina"
)
LAST_NAMES = several(
    "Abara Brandt Costa Diallo Eriksen Flores Gupta Haddad Ito Jansen Kaya Lopez Mbeki Novak Okoro "
    "Petrov Quist Rossi Sato Toure Ueda Vargas Weiss Xu Yilmaz Zeller Adeyemi Bianchi Castro Dubois"
)
SYLLABLES = several(
    "ba be bi bo ca ce co da de di do fa fe fo ga go ha he ka ke ki la le li lo ma me mi mo na ne "
    "no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za"
)
RARE_WORDS = 6000


def rare_words() -> list[str]:
    """Return the long tail: words of two to four syllables, each once."""
    chance = random.Random("rare words")
    stems: dict[str, None] = {}
    while len(stems) < RARE_WORDS:
        stem = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        stems[stem + chance.choice(["", "", "n", "r", "s", "l"])] = None
    return list(stems)


def shares(total: float, weights: Iterable[float]) -> list[float]:
    """Return weights that keep their proportions and add up to `total`."""
    each = list(weights)
    return [total * weight / sum(each) for weight in each]


WORDS = [*SMALL_WORDS, *WORK_WORDS, *rare_words()]
UP_TO = list(
    itertools.accumulate(
        [
            *shares(0.44, range(len(SMALL_WORDS), 0, -1)),
            *shares(0.41, (1 / (place + 8) for place in range(len(WORK_WORDS)))),
            *shares(0.15, (1 / (place + 60) for place in range(RARE_WORDS))),
        ]
    )
)
"""For each word the sum of its weight and all weights before it."""


def words(chance: random.Random, count: int) -> list[str]:
    """Return so many words, each by its weight."""
    last = len(WORDS) - 1
    draw, total = chance.random, UP_TO[-1]
    return [WORDS[min(bisect_left(UP_TO, draw() * total), last)] for _ in range(count)]


def sentences(chance: random.Random, count: int, link: str = "") -> str:
    """Return about so many words in sentences, some stressed, with `link` in the first."""
    phrases, left = [], count
    while left > 0:
        length = min(left, chance.randint(7, 19))
        left -= length
        said = words(chance, length)
        if link:
            said.insert(chance.randint(1, length), link)
            link = ""
        elif length > 4:
            _stress(chance, said)
        text = " ".join(said)
        phrases.append(text[0].upper() + text[1:] + chance.choice(".....!?"))
    return " ".join(phrases)


def _stress(chance: random.Random, said: list[str]) -> None:
    kind = chance.random()
    if kind < 0.15:
        said[2] = f"**{said[2]}**"
    elif kind < 0.25:
        said[3] = f"*{said[3]}*"
    elif kind < 0.30:
        said[1] = f"`{said[1]}`"


def plain(chance: random.Random, count: int) -> str:
    """Return about so many words in sentences, without Markdown's signs."""
    return re.sub("[*`]", "", sentences(chance, count))


def slug(text: str) -> str:
    """Return a text as the end of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
