"""What the YAML parser says, in words that an author knows."""

_BROKEN_OFF = (
    "this cannot be read",
    "look at the quotes, brackets and indentation of this line and the one above",
)
_PLAIN_WORDS = (
    (
        "escape",
        "“\\” means something else within double quotes",
        "use single quotes, or write \\\\",
    ),
    (
        "quoted scalar",
        "the quotes that open here are never closed",
        "close them with the same sign",
    ),
    ("tab", "a tab stands where spaces belong", "indent with spaces"),
    ("TAB", "a tab stands where spaces belong", "indent with spaces"),
    ("',' or ']'", "in this list in [ ] a comma or the ] is missing", "add it"),
    ("',' or '}'", "between these { } a comma or the } is missing", "add it"),
    ("expected '-' indicator", "this line is no entry of the list above", "begin it with “- ”"),
    ("expected ':'", "a “: ” is missing after this key", "write “key: value”"),
    ("alias", "text that begins with * stands without quotes", "put it in quotes"),
    ("anchor", "text that begins with & stands without quotes", "put it in quotes"),
    ("tag", "text that begins with ! stands without quotes", "put it in quotes"),
    ("directive", "a line begins with %", "leave it out, or put text that begins with % in quotes"),
    (
        "block scalar",
        "something stands behind | or > in this line",
        "begin the text on the next line",
    ),
    (
        "entries are not allowed",
        "a list begins within a line",
        "begin it on the next line, indented",
    ),
    ("node content", "something is missing before this sign", "write it, or delete the sign"),
    (
        "expected key",
        "this line does not fit what stands above it",
        "indent it like its neighbours; if the line above has quotes, put its whole text in them",
    ),
    ("document start", "the text goes on after its end", "look at the indentation of this line"),
)
"""What the parser says (a part of it), what it means, and what to do."""


def explain_yaml_error(said: str, line: str, rest: str) -> tuple[str, str]:
    """Return what is wrong and what to do.

    `said`: by the parser. `line`: the line it means. `rest`: of that line, from the place on.
    """
    if "mapping values are not allowed" in said:
        return _second_colon(line)
    if "cannot start any token" in said and rest[:1].strip():
        return f"“{rest[0]}” cannot begin a text", "put the text in quotes"
    if rest.startswith("\t"):
        return "a tab stands where spaces belong", "indent with spaces"
    explanations = ((message, hint) for words, message, hint in _PLAIN_WORDS if words in said)
    return next(explanations, _BROKEN_OFF)


def _second_colon(line: str) -> tuple[str, str]:
    if line.count(": ") > 1:
        return "a second “: ” in one line", "put the text that contains “: ” in quotes"
    message = "this line is indented below a line that has a value already"
    return message, "indent it like the line above, or put a text of several lines in quotes"
