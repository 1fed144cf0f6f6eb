"""What kinds of mistakes there are. `docs/rules.md` shows each one, wrong and right."""

from enum import StrEnum


class Rule(StrEnum):
    """What kind of mistake it is."""

    # How a file is written
    FILE_TOO_LARGE = "file-too-large"
    NOT_UTF8 = "not-utf8"
    FORBIDDEN_CHARACTER = "forbidden-character"
    MERGE_CONFLICT = "merge-conflict"
    YAML_SYNTAX = "yaml-syntax"
    YAML_FEATURE = "yaml-feature"
    TOO_DEEP = "too-deep"
    REPEATED_KEY = "repeated-key"
    NO_FRONT_MATTER = "no-front-matter"
    # What stands in it
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    NO_VALUE = "no-value"
    WRONG_TYPE = "wrong-type"
    WRONG_WORD = "wrong-word"
    BAD_NAME = "bad-name"
    IMPOSSIBLE_DATE = "impossible-date"
    # Which files there are
    UNEXPECTED_FILE = "unexpected-file"
    UNSAFE_FILE = "unsafe-file"
    MISSING_FILE = "missing-file"
    BAD_PICTURE = "bad-picture"
    TELLS_PLACE = "tells-place"
    NOT_ITS_SOURCE = "not-its-source"
    NOT_PUBLISHED = "not-published"
    ADDRESS_TAKEN = "address-taken"
    # Whether the site's own pages can be made
    SITE_ENGINE = "site-engine"
    # Whether it fits together
    UNKNOWN_NAME = "unknown-name"
    REPEATED_NAME = "repeated-name"
    CYCLE = "cycle"
    OFF_THE_SCALE = "off-the-scale"
    BAD_SCALE = "bad-scale"
    BAD_POLICY = "bad-policy"
    NOT_YET = "not-yet"
    WRONG_ORDER = "wrong-order"
    NO_REASON = "no-reason"
    CANNOT_SKIP = "cannot-skip"
    CONFIRMS_NOTHING = "confirms-nothing"
    NOT_GIVEN = "not-given"
    MISSING_ALT = "missing-alt"
    MISSING_TRANSCRIPT = "missing-transcript"
    UNLISTED_FILE = "unlisted-file"
    FOREIGN_PICTURE = "foreign-picture"
    HEADING_ORDER = "heading-order"
    LINK_TEXT = "link-text"
    TABLE_HEADER = "table-header"
    CONTACT = "contact"
    COMMENT = "comment"
    NAMED = "named"
    NOT_AGREED = "not-agreed"
    # Languages
    UNKNOWN_LANGUAGE = "unknown-language"
    NO_CATALOGUE = "no-catalogue"
    BAD_CATALOGUE = "bad-catalogue"
    # What a branch may change
    NOT_YOURS = "not-yours"
    BECOMES_PUBLIC = "becomes-public"
    CHANGES_CONFIRMED = "changes-confirmed"
