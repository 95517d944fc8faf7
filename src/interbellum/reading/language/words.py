"""Words with their commonest tag, and base forms.

The lexicon is the plain word list that ships in the textblob wheel (Brill's, from the Brown and Wall Street Journal
corpora; MIT). Only that file is read: textblob itself is never imported. Tags are Penn Treebank's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from interbellum.errors import InterbellumError

_IRREGULAR = (
    "be is are was were been being am; find found; lay laid lays laying; feel felt; stick stuck; "
    "sweep swept; cling clung; kneel knelt; burn burnt; have has had having; do does did done doing; "
    "go goes went gone going; "
    "say said says; make made makes making; take took taken takes taking; give gave given gives "
    "giving; get got gotten gets getting; "
    "come came comes coming; see saw seen sees; know knew known; think thought; tell told; become "
    "became becomes becoming; "
    "leave left leaves leaving; hold held holds; bring brought; begin began begun beginning; keep "
    "kept; write wrote written writing; "
    "stand stood; hear heard; let lets letting; mean meant; set sets setting; meet met; run ran runs "
    "running; pay paid; sit sat sitting; "
    "speak spoke spoken; lie lay lain lying; lead led; grow grew grown; lose lost losing; fall fell "
    "fallen; send sent; build built; "
    "understand understood; draw drew drawn; break broke broken breaking; spend spent; cut cuts "
    "cutting; rise rose risen rising; "
    "drive drove driven driving; buy bought; wear wore worn; choose chose chosen choosing; win won "
    "winning; seek sought; throw threw thrown; "
    "catch caught; deal dealt; fight fought; shoot shot shooting; strike struck striking stricken; "
    "hit hits hitting; kill killed; "
    "withdraw withdrew withdrawn; overthrow overthrew overthrown; overrun overran; retake retook "
    "retaken retaking; undertake undertook undertaken; "
    "withhold withheld; forbid forbade forbidden forbidding; shut shuts shutting; put puts putting; "
    "blow blew blown; beat beats beaten beating; "
    "sell sold; teach taught; feed fed; flee fled fleeing; bleed bled; bear bore borne born; swear "
    "swore sworn; tear tore torn; steal stole stolen; "
    "freeze froze frozen freezing; hide hid hidden; ride rode ridden; fly flew flown flies; forgive "
    "forgave forgiven forgiving; "
    "split splits splitting; quit quits quitting; bid bids bidding; spread spreads; uphold upheld; "
    "foresee foresaw foreseen; "
    "oversee oversaw overseen overseeing; die died dies dying; tie tied tying; vie vied vying; agree "
    "agreed agreeing; free freed freeing; "
    "refer referred referring; admit admitted admitting; commit committed committing; permit "
    "permitted permitting; stop stopped stopping; "
    "ban banned banning; bar barred barring; plan planned planning; drop dropped dropping; rob "
    "robbed robbing; grab grabbed; "
    "occur occurred occurring; transfer transferred transferring; step stepped stepping; expel "
    "expelled expelling; rebel rebelled rebelling; "
    "compel compelled compelling; patrol patrolled patrolling; cancel cancelled canceled cancelling "
    "canceling; control controlled controlling; "
    "defer deferred; deter deterred deterring; submit submitted submitting; embed embedded; equip equipped equipping; "
    "model modelled; signal signalled signaled signaling; quarrel quarrelled; travel travelled "
    "traveled travelling traveling; "
    "veto vetoed vetoes vetoing; initial initialled initialed initialling; embargo embargoed "
    "embargoes; kidnap kidnapped kidnapping kidnaped; sabotage sabotaged; "
    "mob mobbed; gun gunned gunning; stab stabbed stabbing; bomb bombed bombing; rob robbed; trap "
    "trapped trapping; wrap wrapped wrapping; "
    "pull pulled; roll rolled; call called calling; shell shelled shelling; pass passed passing; "
    "press pressed pressing; "
    "dismiss dismissed; discuss discussed; harass harassed; express expressed; address addressed; "
    "access accessed; assess assessed; annul annulled annulling; "
    "sink sank sunk sinking; lend lent; rebuild rebuilt; overtake overtook overtaken; overcome overcame; shake shook "
    "shaken; shrink shrank shrunk; spring sprang sprung; withstand withstood; slay slain; dig dug; fling flung; hang "
    "hung; bind bound; arise arose arisen; strive strove striven; tread trod trodden; bend bent; sting stung; wake "
    "woke; lapse lapsed lapsing; relapse relapsed relapsing; collide collided colliding; ring rang rung; "
    "burst burst bursting; rattle rattled rattling; siphon siphoned siphoning; affix affixed affixing; "
    "string strung; dam dammed damming; mutiny mutinied mutinies mutinying; extol extolled extolling; attach attached "
    "attaches attaching; cleanse cleansed cleansing; contravene contravened contravening; disinvite disinvited "
    "disinviting; adjudge adjudged adjudging; show shown; eat ate eaten; light lit; undo undid undone; underwrite "
    "underwrote underwritten; outrun outran; override overrode overridden; forsake forsook forsaken; rewrite rewrote "
    "rewritten; redraw redrew redrawn; mislead misled; repay repaid; resell resold; unwind unwound; creep crept; "
    "drink drank drunk; forget forgot forgotten; prove proven; breed bred; sow sown; swell swollen; weep wept; slide "
    "slid; speed sped; swing swung; outdo outdid outdone; outfight outfought; wrest wrested; destine destined; reopen "
    "reopened reopening; offer offered offering; suffer suffered suffering"
)


KEPT = 1 << 16
"""How many words' tags and base forms are remembered: more than one document has."""


@dataclass(frozen=True)
class Lexicon:
    """Words with their most frequent tag. `words` are the lower-case words known."""

    tags: dict[str, str]
    words: frozenset[str]
    irregular: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """Read the word list. Raises InterbellumError where textblob is not installed."""
    spec = find_spec("textblob")
    if spec is None or not spec.submodule_search_locations:
        raise InterbellumError("the word lexicon is missing", hint="pip install textblob")
    path = Path(next(iter(spec.submodule_search_locations))) / "en" / "en-lexicon.txt"
    tags: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.partition(" ")
        if tag and not line.startswith(";;;"):
            tags[word] = tag.split()[0]
    irregular = {form: row.split()[0] for row in _IRREGULAR.split(";") for form in row.split()}
    words = frozenset(word.lower() for word in tags if word.isalpha())
    return Lexicon(tags, words, irregular)


@lru_cache(maxsize=KEPT)
def lemma(lower: str, label: str) -> str:
    """Return the base form of a word for its tag; nouns lose their plural, verbs their ending."""
    known = lexicon()
    if lower in known.irregular:
        return known.irregular[lower]
    if label in ("NNS", "NNPS") or (label == "VBZ" and lower.endswith("s")):
        return _without_s(lower, known)
    if lower.endswith("ed") and label in ("VBD", "VBN", "JJ"):
        return _stem(lower[:-2], known)
    if lower.endswith("ing") and label == "VBG":
        return _stem(lower[:-3], known)
    return lower


def _without_s(lower: str, known: Lexicon) -> str:
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith("ches") and known.tags.get(lower[:-1], "").startswith(("VB", "NN")):
        return lower[:-1]
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")) or (lower.endswith("oes") and lower[:-2] in known.tags):
        return lower[:-2]
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower


def _stem(stem: str, known: Lexicon) -> str:
    """Return the verb a stem belongs to: with the dropped e, the single consonant, or y for i."""
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem.endswith(_SILENT) and len(stem) > 2 and stem not in known.tags:
        return stem + "e"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiousl" and stem not in known.tags:
        return stem[:-1]
    if stem.endswith("ll") and stem not in known.tags and known.tags.get(stem[:-1], "").startswith(("VB", "NN")):
        return stem[:-1]
    with_e, plain = known.tags.get(stem + "e", ""), known.tags.get(stem, "")
    verb = with_e.startswith("VB") and not plain.startswith("VB") and stem + "s" not in known.tags
    if with_e and (_CVC.match(stem) or not plain or verb):
        return stem + "e"
    return stem


_SILENT = (
    "is", "at", "iz", "az", "eez", "uc", "ac", "ag", "rg", "lv", "rv", "nc", "rc", "us", "uls", "bl", "cl", "dl", "fl",
    "gl", "kl", "pl", "tl", "zl", "scrib",
)  # fmt: skip
"""Stems that end so, of verbs that the lexicon does not have, lack an e ("razed", "strangled", "repulsing")."""
_CVC = re.compile(r"^[^aeiou]*[aeiouy][^aeiouwxy]$")
UNCHANGED = frozenset(
    ("cut", "hit", "set", "put", "split", "shut", "let", "quit", "cast", "spread", "beat", "burst", "hurt")
)
"""Verbs whose past is as their base ("burned villages and beat suspects")."""
BURST = {"shot": ("down", "at", "dead", "and", "him", "them", "her"), "burst": ("over", "into", "through", "in", "out")}
"""Words that are verbs after a noun where one of these follows ("troops shot down a jet")."""
OBJECTS = frozenset(("him", "her", "it", "them", "himself", "herself", "itself", "themselves", "us", "me"))
"""Pronouns that only an object is: what stands before one is no passive."""
BE = frozenset(("be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s"))
FINITE = ("VBD", "VBZ", "VBP", "MD")
"""Tags of finite verbs and modals."""
