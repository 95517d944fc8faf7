"""Words that only look like a name: the end of a longer one, or somebody's first name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from interbellum.reading.naming.names import Lexeme

_PERSONS_TITLE = re.compile(
    r"\b(?:spokes(?:man|woman|person)|[Mm]inister|[Pp]resident|[Gg]eneral|[Cc]olonel|[Aa]mbassador|[Mm]r|[Mm]s|[Mm]rs|[Ee]nvoy|analyst|"
    r"expert|lawyer|activist|journalist|lawmaker|mayor|governor|ombudsman|leader|secretary|professor)\.?\s+$"
)


def is_second(text: str, tokens: Sequence[Lexeme], index: int, words: Collection[str]) -> bool:
    """Say whether an unknown name stands right before a word: both are one ("Stanytsia Luhanska" is no Luhansk)."""
    before = tokens[index - 1] if index else None
    if before is None or not before.capital or text[before.end : tokens[index].start] != " ":
        return False
    return before.folded not in words and len(before.folded) > 3


def ends_name(text: str, tokens: Sequence[Lexeme], index: int) -> bool:
    """Say whether a word is the end of a longer name of a place ("Mocímboa da Praia" is no Praia)."""
    if index < 2 or not tokens[index - 2].capital:
        return False
    return (
        re.fullmatch(r"\s+(?:da|do|de|del|dos|das)\s+", text[tokens[index - 2].end : tokens[index].start]) is not None
    )


def is_first_name(text: str, tokens: Sequence[Lexeme], index: int) -> bool:
    """Say whether a word is the first name of a person by title ("spokeswoman Shushan Stepanyan")."""
    if (
        index + 1 >= len(tokens)
        or not tokens[index + 1].capital
        or text[tokens[index].end : tokens[index + 1].start] != " "
    ):
        return False
    return index > 0 and _PERSONS_TITLE.search(text[: tokens[index].start][-20:]) is not None
