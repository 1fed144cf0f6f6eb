"""Two examples of each command, as somebody of the example school would type them."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "wayfolio check": (
        "wayfolio check",
        "wayfolio check --since origin/main --actor amara-r",
    ),
    "wayfolio build": (
        "wayfolio build",
        "wayfolio build --edition staff --keep-going",
    ),
    "wayfolio serve": (
        "wayfolio serve",
        "wayfolio serve --learner amara --audience family --port 8080",
    ),
    "wayfolio explain": (
        "wayfolio explain amara MTH.1",
        "wayfolio explain amara --pace --as-of 2027-01-15",
    ),
    "wayfolio history": (
        "wayfolio history amara --from 2026-11-01 --to 2027-03-12",
        "wayfolio history amara --format json",
    ),
    "wayfolio try": (
        "wayfolio try ratings.yml",
        "wayfolio try ratings.yml --policy n-mastery --format json",
    ),
    "wayfolio audit": (
        "wayfolio audit site",
        "wayfolio audit public_html --school .",
    ),
    "wayfolio clean": (
        "wayfolio clean bridge.jpg",
        "wayfolio clean bridge.jpg speech.mp3",
    ),
    "wayfolio transcript": (
        "wayfolio transcript jin",
        "wayfolio transcript jin --language es --to ../jin.pdf",
    ),
    "wayfolio forget": (
        "wayfolio forget oskar",
        "wayfolio forget oskar --site public_html",
    ),
    "wayfolio takedown": (
        "wayfolio takedown amara",
        "wayfolio takedown",
    ),
    "wayfolio report": (
        "wayfolio report harbor --since 2027-02-12",
        "wayfolio report amara --to ../amara.html",
    ),
    "wayfolio groups": (
        "wayfolio groups brook",
        "wayfolio groups brook --sizes 3-4 --framework road",
    ),
    "wayfolio share": (
        "wayfolio share inquiry q1",
        "wayfolio share instrument probe-k-pockets",
    ),
    "wayfolio adopt": (
        "wayfolio adopt probe.yml",
        "wayfolio adopt theirs.yml --by priya --from 2027-04-05 --to 2027-05-21 --name q3",
    ),
    "wayfolio keys new": (
        "wayfolio keys new amara",
        'wayfolio keys new ada kofi --note "Ada and Kofi\'s home"',
    ),
    "wayfolio keys list": (
        "wayfolio keys list",
        "wayfolio keys list | grep amara",
    ),
    "wayfolio keys revoke": (
        "wayfolio keys revoke k923943",
        "wayfolio keys revoke k923943 k234211",
    ),
    "wayfolio keys rotate": (
        "wayfolio keys rotate --to ../new-secret",
        "wayfolio keys rotate --to ~/new-secret",
    ),
    "wayfolio keys print": (
        "wayfolio keys print --letter ../letter.html",
        "wayfolio keys print --letter ../letter.html --language es",
    ),
    "wayfolio new school": (
        "wayfolio new school river",
        "wayfolio new school river --timezone America/Chicago",
    ),
    "wayfolio new learner": (
        'wayfolio new learner --name "Bo Ek" --group harbor',
        'wayfolio new learner bo --name "Bo Ek" --first Bo --group harbor --login bo-ek',
    ),
    "wayfolio new evidence": (
        'wayfolio new evidence amara --title "A raft" --text "It floats." --shows MTH.1.1',
        'wayfolio new evidence amara --title "A raft" --text "It floats." --shows MTH.1.1'
        ' --photo bridge.jpg --alt "A raft of six bottles"',
    ),
    "wayfolio new demonstration": (
        "wayfolio new demonstration amara --by priya --kind interview --rate MTH.1.1=10",
        "wayfolio new demonstration amara --by priya --kind interview --rate MTH.1.1=10 MTH.1.2=M"
        ' --note "Draw the second one again."',
    ),
    "wayfolio new session": (
        "wayfolio new session teo --minutes 30 --mood 4",
        'wayfolio new session teo --status excused --why "a dentist"',
    ),
    "wayfolio new task": (
        'wayfolio new task --title "A map" --by rosa --group harbor --due 2027-04-02'
        ' --text "Draw your way to school."',
        'wayfolio new task --title "A map" --by rosa --learner amara --due 2027-04-02'
        ' --text "Draw your way to school."',
    ),
    "wayfolio new recipe": (
        "wayfolio new recipe vscode",
        "wayfolio new recipe pre-commit",
    ),
    "wayfolio new owners": (
        "wayfolio new owners github",
        "wayfolio new owners gitlab",
    ),
    "wayfolio rate": (
        "wayfolio rate harbor --by priya --kind interview --set amara:MTH.1.1=10",
        "wayfolio rate harbor --by priya --kind interview --set amara:MTH.1.1=10"
        " --set teo:MTH.1.1=9",
    ),
    "wayfolio import slate": (
        "wayfolio import slate map.csv --scale ladder-12 --pathway portfolios",
        "wayfolio import slate map.csv --scale ladder-12 --pathway portfolios --write",
    ),
    "wayfolio import slate-ratings": (
        "wayfolio import slate-ratings demonstrations.csv --by rosa",
        "wayfolio import slate-ratings demonstrations.csv --by rosa --write",
    ),
    "wayfolio import canvas": (
        "wayfolio import canvas outcomes.csv --scale growth-5",
        "wayfolio import canvas outcomes.csv --scale growth-5 --write",
    ),
    "wayfolio import canvas-results": (
        "wayfolio import canvas-results results.csv --by rosa",
        "wayfolio import canvas-results results.csv --by rosa --report ../said.csv",
    ),
    "wayfolio import case": (
        "wayfolio import case package.json --scale growth-5",
        "wayfolio import case package.json --scale growth-5 --expired --write",
    ),
    "wayfolio import groups": (
        "wayfolio import groups classes.csv",
        "wayfolio import groups classes.csv --write",
    ),
    "wayfolio import learners": (
        "wayfolio import learners students.csv --group harbor",
        "wayfolio import learners students.csv --group harbor --write",
    ),
    "wayfolio import oneroster": (
        "wayfolio import oneroster oneroster --group harbor",
        "wayfolio import oneroster oneroster --group harbor --report ../said.csv",
    ),
    "wayfolio import ratings": (
        "wayfolio import ratings marks.csv --by priya",
        "wayfolio import ratings marks.csv --by priya --dates dmy --write",
    ),
    "wayfolio import photos": (
        "wayfolio import photos photos.csv",
        "wayfolio import photos photos.csv --write",
    ),
    "wayfolio new-year": (
        "wayfolio new-year 2027-08-23 --move brook=weir",
        "wayfolio new-year 2027-08-23 --move brook=weir --next-stage road --write",
    ),
    "wayfolio migrate": (
        "wayfolio migrate",
        "wayfolio migrate --write",
    ),
}
"""A command -> what somebody types."""
