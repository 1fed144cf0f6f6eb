"""How to reach somebody is reported where everyone could read it."""

import pytest

from report import BRIDGE, CORE, SCHOOL, SMALL, diagnose
from wayfolio.check.contacts import find_contact_kinds

TOLD = [
    ("Call me: +64 21 555 0143", "phone"),
    ("(021) 555-0143", "phone"),
    ("0215550143 after school", "phone"),
    ("555-555-0143", "phone"),
    ("1-555-555-0143", "phone"),
    ("هاتف ٠٥٥٥٠١٤٣٢١", "phone"),
    ("".join(chr(ord(sign) + 0xFEE0) for sign in "0215550143"), "phone"),
    ("138 0013 8000", "phone"),
    ("ana@mail.example", "mail"),
    ("Write to Ana.Lund+school@mail.river.example, please", "mail"),
    ("We live at 12 Wattle Street, Auckland 1010", "street"),
    ("221b Baker Road", "street"),
    ("Calle Mayor 14, 3º", "street"),
    ("Avenida de la Paz, 120", "street"),
    ("12 đường Láng", "street"),
    ("شارع النيل، 14", "street"),
    ("北京路12号", "street"),
    ("SW1A 1AA", "street"),
    ("Portland, OR 97201", "street"),
]
LEFT_ALONE = [
    "On 2026-03-01 we measured 12.5, 13.25 and 14.",
    "From 1914 to 1918 and from 1939 to 1945",
    "It holds 40 coins, then 1,250,000 grains.",
    "https://river.example/2026/03/01/1234567890",
    "10 000 steps, 12 000 steps, 9 000 steps",
    "Version 2.10.33.4 of 3 programs",
    "3 of us took a drive to the court",
    "We drew 5 roads and a street.",
    "P1, MTH.1.2 and ELA.3",
    "@rosa-a gave me 8 of 10",
    "12:30 to 13:45, 14:00 to 15:15",
    "3.14159265358979",
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_how_to_reach_somebody_is_found(text: str, kind: str) -> None:
    assert kind in find_contact_kinds(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert list(find_contact_kinds(text)) == []


@pytest.mark.parametrize("visibility", ["public", "family"])
def test_it_is_reported_at_its_line_where_everyone_may_read(visibility: str) -> None:
    text = (
        f"---\ntitle: Write ana@mail.example\ndate: 2027-03-01\nkind: model\n"
        f"visibility: {visibility}\nfiles: [{{path: bridge.png, alt: 555-555-0143}}]\n---\n"
        "A bridge.\n\nAt 12 Wattle Street.\n"
    )

    places = [(d.at.line, d.severity) for d in diagnose({BRIDGE: text}) if d.rule == "contact"]

    assert places == ([(2, "warning"), (6, "warning"), (10, "warning")] * (visibility == "public"))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "http://evil.example", "https://a b", "//x"]
)
@pytest.mark.parametrize("key", ["url", "sign_in"])
def test_an_address_of_the_forms_is_one_of_the_web(key: str, url: str) -> None:
    repository = f'        repository: {{host: gitea, name: river/school, {key}: "{url}"}}\n'

    (diagnostic,) = diagnose({SCHOOL: f"{SMALL[SCHOOL]!s}".rstrip(" ") + repository})

    assert (diagnostic.rule, diagnostic.severity) == ("bad-name", "error")
    assert diagnose({CORE: SMALL[CORE]}) == ()


@pytest.mark.parametrize("day", ["1066-10-14", "0001-01-01", "1899-12-31"])
def test_a_day_before_anybody_was_born_is_a_mistake(day: str) -> None:
    text = f"{SMALL[BRIDGE]!s}".replace("2027-03-01", day)

    assert "impossible-date" in {diagnostic.rule for diagnostic in diagnose({BRIDGE: text})}
