"""Which test shows that each kind of hostile input is harmless: a kind without a test is missed."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TEXTS, FILES = "load/test_hostile.py", "load/test_hostile_files.py"
RECORDS, LOGS = "load/test_hostile_records.py", "cli/test_logs.py"
TAKEN = "build/test_withdrawal.py"
BROWSER = "browser/test_hostile_in_browser.py"
COMMENTS, CONTACTS = "load/test_comments.py", "check/test_contacts.py"
NAMES, OWN = "build/test_private_forms.py", "build/test_own_pages_in_a_build.py"
TABLE = "check/test_name_table.py"
EVERYWHERE = "test_each_form_is_told_and_replaced_in_the_schools_own_pages_and_catalogue"
LEFT_OUT = "test_a_file_that_names_somebody_is_left_out_and_nothing_else"
SEEN = "test_a_name_is_replaced_as_readers_see_it_and_its_markup_stays_whole"
AS_ID = "test_an_id_that_names_somebody_costs_its_place_in_addresses_and_nothing_else"
IN_SETTINGS = "test_settings_and_front_matter_that_name_somebody_cost_the_name_alone"
DELETED = "test_a_learner_whose_folder_is_deleted_is_taken_for_withdrawn"
SHOWN = "test_a_hostile_text_is_shown_and_does_nothing"
RUNS = "test_no_page_runs_a_script_or_requests_anything"
REFUSED = "test_a_file_that_must_not_be_published_is_told"
HARM = "test_a_file_made_to_harm_is_refused_or_only_text"
PLACE = "test_a_file_that_has_no_business_here_is_refused"
LINKS = "test_links_and_devices_are_told_and_never_followed"
THEIRS = "test_who_writes_what_is_not_theirs_is_told"
WHOLE = "test_what_means_no_harm_is_shown_whole"

CASES: dict[str, tuple[str, str, str]] = {
    # What means no harm
    "CT01": (TEXTS, WHOLE, "control-markup"),
    "CT02": (TEXTS, WHOLE, "control-rich"),
    "CT03": (FILES, HARM, "look-alikes"),
    "CT04": (TEXTS, REFUSED, "a harmless SVG"),
    "CT05": ("load/test_load.py", "test_every_editors_line_ends_are_read", ""),
    # Encodings
    "EN01": (FILES, HARM, "a null byte"),
    "EN03": (FILES, HARM, "Latin-1"),
    "EN05": (FILES, HARM, "UTF-7 is text"),
    "EN07": ("load/test_load.py", "test_every_editors_line_ends_are_read", ""),
    "EN09": (FILES, HARM, "escapes"),
    "EN11": (FILES, HARM, "UTF-32"),
    # Pictures and other files
    "IM01": (TEXTS, REFUSED, "script in SVG"),
    "IM03": (TEXTS, REFUSED, "script in SVG"),
    "IM05": (TEXTS, REFUSED, "an entity from a file"),
    "IM07": (TEXTS, REFUSED, "SVG named .png"),
    "IM09": (TEXTS, REFUSED, "more pixels than fit"),
    "IM11": (TEXTS, "test_a_note_of_50_megabytes_in_50_kilobytes_is_not_unpacked", ""),
    "IM13": (TEXTS, REFUSED, "no bytes"),
    "IM15": (FILES, "test_nothing_that_a_camera_wrote_is_left_in_a_picture", ""),
    "IM17": (FILES, "test_nothing_that_a_camera_wrote_is_left_in_a_picture", ""),
    "IM19": (TEXTS, "test_a_picture_is_made_anew_without_notes_and_upright", "PK"),
    "IM21": (TEXTS, "test_a_picture_is_made_anew_without_notes_and_upright", ""),
    "IM23": (TEXTS, REFUSED, "a program in a PDF"),
    "IM25": (FILES, PLACE, "bridge.html.png"),
    "IM27": (TEXTS, REFUSED, "an executable"),
    "IM29": (TEXTS, REFUSED, "an archive"),
    "IM31": (TEXTS, REFUSED, "a link of Windows"),
    "IM33": (FILES, "test_a_large_file_is_refused_by_its_size", ""),
    # Texts
    "MD01": (TEXTS, SHOWN, "script"),
    "MD03": (TEXTS, SHOWN, "svg-events"),
    "MD05": (TEXTS, SHOWN, "entities"),
    "MD07": (TEXTS, SHOWN, "reference-links"),
    "MD09": (TEXTS, SHOWN, "attribute-lists"),
    "MD11": (BROWSER, "test_search_and_colours_work_beside_hostile_ids", "clobbering"),
    "MD13": (COMMENTS, "test_a_comment_is_in_no_text_and_the_check_says_so", "an odd end"),
    "MD15": (TEXTS, SHOWN, "forms"),
    "MD17": (TEXTS, SHOWN, "styles"),
    "MD19": (TEXTS, SHOWN, "mutation"),
    "MD21": (BROWSER, RUNS, "trackers"),
    "MD23": (BROWSER, RUNS, ""),
    "MD25": (TEXTS, SHOWN, "fences"),
    "MD27": (TEXTS, SHOWN, "blocks"),
    "MD29": (TEXTS, "test_no_other_file_comes_in_with_a_text", "includes"),
    "MD31": (FILES, "test_no_file_outside_the_evidence_folder_is_attached", "picture-paths"),
    "MD33": (TEXTS, "test_external_links_tell_nothing_about_the_page_they_come_from", ""),
    "MD35": (FILES, HARM, "a terminal"),
    "MD37": (TEXTS, "test_what_follows_the_article_stands_as_on_any_page", "unclosed"),
    "MD39": (TEXTS, "test_no_text_takes_long_or_much_room", "nested brackets"),
    "MD41": (TEXTS, "test_no_text_takes_long_or_much_room", "a wide table"),
    "MD43": (TEXTS, SHOWN, "attributes"),
    "MD45": (TEXTS, SHOWN, "labels"),
    "MD47": (FILES, HARM, "a second front"),
    # Paths
    "PA01": (FILES, LINKS, "link"),
    "PA03": (FILES, LINKS, "link"),
    "PA05": (FILES, LINKS, "link"),
    "PA07": (FILES, PLACE, "Bridge.md"),
    "PA07b": (FILES, PLACE, "BRIDGE.PNG"),
    **{
        f"PA09-{number:02}": (FILES, PLACE, name)
        for number, name in enumerate(
            [
                *("con.md", "aux", "nul.png", "com1.yml", "lpt9.md", "trailing.", "trailing "),
                *("a:b.md", "q?.md", "st*r.md", "p|.md", "lt<.md", 'quote".md'),
            ]
        )
    },
    "PA11": (FILES, PLACE, "'a/' * 60"),
    "PA13": (FILES, PLACE, "$(touch x).md"),
    "PA15": (FILES, "test_a_name_with_invisible_signs_is_printed_with_their_numbers", ""),
    "PA17": (FILES, PLACE, ".htaccess"),
    "PA17b": (FILES, PLACE, ".mailmap"),
    "PA17c": (FILES, PLACE, ".gitattributes"),
    "PA17d": (FILES, PLACE, "mkdocs.yml"),
    "PA17e": (FILES, PLACE, "run.py"),
    "PA17f": (FILES, PLACE, "conftest.py"),
    "PA17g": (FILES, PLACE, "overrides/main.html"),
    "PA17h": (FILES, PLACE, ".github/workflows/x.yml"),
    "PA17i": (FILES, PLACE, "CODEOWNERS"),
    "PA19": ("render/test_file_names.py", "test_a_document_has_the_name_of_the_work", ""),
    # What is worth something
    "SE01": (RECORDS, THEIRS, "a learner rates own work"),
    "SE03": (RECORDS, THEIRS, "a level above the scale"),
    "SE05": (RECORDS, THEIRS, "a rating before its evidence"),
    "SE07": (RECORDS, THEIRS, "a role in a learner's file"),
    "SE09": (RECORDS, THEIRS, "a learner called like a part of the site"),
    "SE11": (RECORDS, THEIRS, "two pieces of one address"),
    "SE13": (RECORDS, THEIRS, "a badge that everybody has"),
    "SE15": (RECORDS, THEIRS, "a pattern in a rule"),
    "SE17": ("editions/test_staffroom.py", "test_nothing_in_a_file_is_taken_for_a_formula", ""),
    "SE19": (TAKEN, "test_a_name_whose_consent_has_ended_is_gone_from_each_place", ""),
    # YAML
    "YM01": (FILES, HARM, "billion laughs"),
    "YM03": (FILES, HARM, "an alias of itself"),
    "YM05": (FILES, HARM, "merged keys"),
    "YM07": (FILES, HARM, "look-alikes"),
    "YM09": (FILES, HARM, "no such day"),
    "YM11": (FILES, HARM, "a huge number"),
    "YM13": (FILES, HARM, "code"),
    "YM15": (FILES, HARM, "deep"),
    "YM17": (FILES, HARM, "two texts"),
    "YM19": (FILES, HARM, "a Cyrillic i"),
    "YM21": (FILES, HARM, "tag"),
    "YM23": (FILES, HARM, "a list for keys"),
    "YM25": (FILES, HARM, "binary"),
    "YM27": (FILES, HARM, "a long key"),
    # Found later
    "a day in 1066": (CONTACTS, "test_a_day_before_anybody_was_born_is_a_mistake", "1066"),
    "a script for an address": (CONTACTS, "test_an_address_of_the_forms_is_one_of_the_web", ""),
    "how to reach somebody": (CONTACTS, "test_how_to_reach_somebody_is_found", ""),
    "a comment": (COMMENTS, "test_a_comment_is_in_no_text_and_the_check_says_so", ""),
    "a name in pieces": (NAMES, "test_each_form_is_told_where_it_stands_and_replaced", "in pieces"),
    "a name in a page's pieces": (NAMES, EVERYWHERE, "letter by letter"),
    "a name from right to left": (TABLE, SEEN, ""),
    "a name as an id": (NAMES, AS_ID, ""),
    "a name in a setting": (OWN, IN_SETTINGS, ""),
    "a name in a drawing": (OWN, LEFT_OUT, "a drawing with a letter in each place"),
    "a name in a style sheet": (OWN, LEFT_OUT, "a style sheet with an escaped letter"),
    "a folder that is deleted": (TAKEN, DELETED, ""),
    "a private line in a log": (LOGS, "test_a_log_repeats_nothing_of_a_private_file", ""),
}  # fmt: skip
"""Kind of input -> file of tests, test, and what stands in the file for this kind."""


@pytest.mark.parametrize("case", CASES)
def test_each_kind_has_a_test(case: str) -> None:
    file, test, words = CASES[case]
    text = (TESTS / file).read_text("utf-8")
    tests = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert test in tests
    assert words in text or (TESTS / f"support/hostile/{words}.md").is_file()
