"""Whom a document is about in a case of several rivalries, or of sides of more than one."""

from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.rivals import rivals_of
from interbellum.reading.rules.reader import RuleReader

SIDES = ((("AZE",), ("ARM", "NKR")), (("TUR",), ("ARM",)), (("RUS",), ("TUR",)))


def rivals(
    text: str, reader: RuleReader, sides: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
) -> tuple[str, ...]:
    return rivals_of(text, find_mentions(text, reader.gazetteer), sides)


def test_the_pair_that_is_named_most_is_whom_a_document_is_about(reader: RuleReader) -> None:
    text = "Azerbaijan shelled a town. Armenia protested. Turkey hailed Azerbaijan. Russia met Armenia."
    assert rivals(text, reader, SIDES) == ("AZE", "ARM")


def test_two_named_once_are_nobodys_conflict_where_a_case_has_several(reader: RuleReader) -> None:
    text = "Azerbaijan sells gas. Armenia buys grain."
    assert rivals(text, reader, SIDES) == ()
    assert rivals(text, reader, ((("AZE",), ("ARM",)),)) == ("AZE", "ARM")


def test_two_states_that_meet_are_not_the_foes_of_a_war_that_one_of_them_fights(reader: RuleReader) -> None:
    sides = ((("ARM",), ("M23",)), (("ARM",), ("TUR",)))
    war = "M23 takes a town. M23 holds a bridge. M23 shells a port. Armenia retakes the town. M23 attacks Armenia. "
    assert rivals(war + "Armenia and Turkey meet.", reader, sides) == ("M23", "ARM")
    assert rivals("M23 attacks Armenia. " + "Armenia and Turkey meet. " * 4, reader, sides) == ("ARM", "TUR")
