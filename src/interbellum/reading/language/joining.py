"""Words that join clauses, and verbs and nouns whose complement is a clause of its own."""

from __future__ import annotations

ADVERBIAL = frozenset(
    [
        "because",
        "although",
        "though",
        "while",
        "whereas",
        "when",
        "after",
        "before",
        "since",
        "unless",
        "until",
        "if",
        "as",
        "given",
        "so",
        "where",
        "despite",
        "amid",
        "whether",
        "whereupon",
    ]
)
RELATIVE = frozenset(["which", "who", "whose", "whom"])
COORDINATE = frozenset(("and", "but", "or", "nor", "yet", "then"))
HARD = frozenset((";", ":", "(", ")", "—", "–", "•"))
REPORTING = frozenset(
    [
        "say",
        "find",
        "establish",
        "testify",
        "discover",
        "complain",
        "recall",
        "remark",
        "boast",
        "caution",
        "predict",
        "conclude",
        "lament",
        "reiterate",
        "state",
        "claim",
        "argue",
        "insist",
        "believe",
        "think",
        "suggest",
        "note",
        "warn",
        "announce",
        "report",
        "allege",
        "declare",
        "deny",
        "fear",
        "hope",
        "expect",
        "stress",
        "emphasize",
        "add",
        "confirm",
        "explain",
        "acknowledge",
        "admit",
        "indicate",
        "maintain",
        "assert",
        "contend",
        "understand",
        "know",
        "mean",
        "show",
        "reveal",
        "agree",
        "prove",
        "demonstrate",
        "fact",
        "view",
        "perception",
        "belief",
        "idea",
        "possibility",
        "question",
        "concern",
        "risk",
        "sign",
        "condition",
        "danger",
        "hint",
        "assume",
        "hold",
        "reply",
        "answer",
        "respond",
        "counter",
        "object",
        "retort",
        "feel",
        "judge",
    ]
)
SAYING = frozenset(
    [
        "say",
        "claim",
        "allege",
        "argue",
        "insist",
        "believe",
        "think",
        "fear",
        "warn",
        "maintain",
        "add",
        "state",
        "contend",
    ]
)
"""Verbs whose complement often comes without "that"."""
STATING = frozenset(["announce", "report", "declare", "confirm", "stress", "note", "insist", "write", "tweet"])
DENIALS = frozenset(("deny", "reject", "dispute", "dismiss", "refute", "rebut", "contest"))
"""Verbs that turn a charge down."""
TELLING = frozenset(["tell", "inform", "assure", "notify", "remind", "warn", "persuade", "convince"])
"""Verbs that name a hearer before "that"."""
LIKE_PREPOSITIONS = frozenset(
    ("according", "including", "excluding", "following", "regarding", "concerning", "pending")
)
NAMED_AS = frozenset(("known", "described", "regarded", "seen", "viewed", "perceived", "designated", "recognised"))
