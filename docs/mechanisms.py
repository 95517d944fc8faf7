"""Write a page a mechanism, docs/mechanisms/NAME.md, with a plot of its behaviour. Run by hand, to change them.

What a page says comes from the mechanism's own docstring and parameter rows; its plot is drawn by its own law.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from mechanism_plots import PLOTS, Plot

from interbellum.case.model import Parameter
from interbellum.mechanisms.parameters import shipped
from interbellum.mechanisms.protocol import Mechanism
from interbellum.mechanisms.registry import ORDER, available
from interbellum.system.state import FIELDS

FOLDER = Path(__file__).resolve().parent / "mechanisms"
EQUATIONS = {
    "attention": """P(shock) : P(release) : P(nothing) = exp(shock) : exp(release) if tied down : 1     a month
attention' = attention x (1 - K)            after a shock,    K ~ Kumaraswamy(shock_a, shock_b)
attention' = attention + (1 - attention) x K after a release, K ~ Kumaraswamy(release_a, release_b)""",
    "spending": """g = growth + resource x share of oil and gas           mean growth a year
log S' = log S + g + persistence x (last growth - g) + sd x z
capability' = capability x (1 - depreciation) + S""",
    "escalation": """pull_k = balance x log(strength_k / strength_other) + shield x (shield_other - shield_k)
         + diversion x fall of the budget of k                  0 unless a scenario or a perspective sets it
         + heat + quiet + relapses + stakes + mission + talks + closure + season + the rivalry's own
eta = log mean(exp pull_1, exp pull_2)
log-odds(i -> j against staying) = B[i,j] + sign(j - i) x eta
P(first side attacks | violence) = logistic(pull_1 - pull_2)""",
    "lethality": """clashes:  log deaths ~ Normal(level + carry x heat / 10, sd), whole, 1 to 83 in a month
war-rate: log deaths ~ Normal(level + carry x heat / 10, sd), whole, 84 or more in a month
heat' = heat x k + log(1 + deaths x month / step) x (1 - k) / (1 - K)
k = 2^(-step / half-life)   K = 2^(-month / half-life)      by months the last factor is 1""",
    "response": """score = -cut + reliability x log-odds(record) + attention x attention + alignment x alignment
P(kept) = logistic(score - width/2)    P(broken) = logistic(-score - width/2)    partial between
called: when a war begins, and with the chance `call` in a month of clashes; the client's side is the one attacked""",
    "realignment": """earned = floor + (1 - floor) x reliability
logit a' = logit a + (1 - (1 - speed)^years) x (logit earned - logit a) + sd x sqrt(years) x z""",
    "conquest": """P(first side wins) = a^m / (a^m + b^m)    a, b: capability x quality of the sides; once a war episode
P(a zone k behind the front falls) = (1 - (1 - take)^(2 p months))^k   to the winner at war, to the attacker in clashes
p: the chance above, of the side that takes; 1/2 between sides of even strength
k = 1 everywhere for a side that neither holds nor borders ground of the rivalry""",
    "corridor": """score = open + phase + hostile + mission + pressure
log-odds(state s) = s x score + (inertia if s is the present state)      s = 0 closed, 1 restricted, 2 open
the switch goes to who holds all the ground on the way, unless a mission stands on it""",
    "supply": """stock' = stock + days x (own + best way - 1), between 0 and the reserve       days of supply""",
    "displacement": """h = months x (base + way x (war + clashes + want)) - log(1 - lost x (1 - exp(-months x rate)))
lost = 1 - (1 - share of ground in a foe's hands x (1 - stays)) x (population + displaced) / population, at least 0
left = round(people x (1 - exp(-h x exp(sd x z))))
population' = population - left,   displaced' = displaced + left""",
    "mission": """log-odds against staying:
  arrive (none there)  arrive + ended_war x (a war-rate step)
  reduce               reduce + tied x (1 - sender's attention)
  reinforce            reinforce + violence x (people die) - tied x (1 - sender's attention)
  leave                leave + tied x (1 - sender's attention) + undivided x (one side holds all)
share ~ Kumaraswamy(share_a, share_b)
strength' = strength x (1 - share) after a reduction, strength x (1 + share) after a reinforcement,
            the most there ever was x (1 - share) after a return, size after a first arrival""",
    "talks": """score = up + phase x war + mediators x their mean attention + quiet x log(1 + years without violence)
log-odds(stage s from t) = (s - t) x score - (inertia + leap x (|s - t| - 1) if s is not t)
war first sets t to contact at most; terms declared for a stage take effect when it is reached
P(a ceasefire) = 1 - (1 - ceasefire)^months                  where people die in the step
an agreement reached, or a ceasefire made, in the step leaves heat x (1 - cooling)""",
}


def picture(plot: Plot) -> str:
    """Return a plot as SVG."""
    base = alt.Chart(alt.InlineData(values=list(plot.rows)))
    scale = alt.Scale(type="symlog") if plot.log else alt.Undefined
    x = alt.X("x:Q", title=plot.x)
    y = alt.Y("y:Q", title=plot.y, scale=scale)
    colour = alt.Color("line:N", title=None, sort=None, legend=alt.Legend(orient="bottom", columns=2, labelLimit=400))
    layers: list[Any] = [base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)]
    if "low" in plot.rows[0]:
        band = base.mark_area(opacity=0.15).encode(
            x=x, y=alt.Y("low:Q", title=plot.y, scale=scale), y2="high:Q", color=colour
        )
        layers.insert(0, band)
    chart = alt.layer(*layers).properties(width=560, height=280)
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg


def page(name: str) -> str:
    """Return a mechanism's page."""
    cls = available()[name]
    said = inspect.getdoc(sys.modules[cls.__module__]) or ""
    head, _, body = said.partition("\n\n")
    parts = [
        f"# {name.capitalize()}", head.partition(": ")[2][:1].upper() + head.partition(": ")[2][1:], body,
        f"```text\n{EQUATIONS[name]}\n```", f"![{PLOTS[name]().words}]({name}.svg)",
        f"{PLOTS[name]().words} Drawn by the mechanism's own law at the medians of its priors.", facts(cls),
        "## Parameters", table(shipped(name)),
        "Ranges of judged values are central 90% intervals. What the record of a case makes of the priors:\n"
        "`interbellum fit CASE --parameters`. Written by `docs/mechanisms.py`.",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(cls: type[Mechanism]) -> str:
    """Return what a mechanism draws, writes and needs."""
    marks = ", ".join(f"`{mark}` ({kind})" for mark, kind in cls.marks.items())
    writes = ", ".join(f"`{field}` ({FIELDS[field][0]})" for field in cls.writes)
    rows = [
        ("acts", f"as number {ORDER.index(cls.name) + 1} of {len(ORDER)} in a step"),
        ("marks", marks),
        ("writes", writes),
    ]
    rows.append(("shifts", f"log-odds or means, over {cls.shifts}"))
    if not cls.luck:
        rows.append(("luck", "none: it is certain"))
    return "\n".join(["| | |", "|---|---|", *(f"| {left} | {right} |" for left, right in rows)])


def table(rows: tuple[Parameter, ...]) -> str:
    """Return parameter rows as a table."""
    lines = ["| parameter | prior, or value with range | unit | basis | source |", "|---|---|---|---|---|"]
    for row in rows:
        if row.prior is not None:
            value = f"{row.prior.family}({row.prior.a:g}, {row.prior.b:g})"
        else:
            value = f"{row.value:g}" + (f" ({row.low:g} to {row.high:g})" if row.low is not None else "")
        cells = (f"`{row.name}`", value, row.unit, row.basis, row.source)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Write the pages and pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name in ORDER:
        (FOLDER / f"{name}.md").write_text(page(name), encoding="utf-8")
        (FOLDER / f"{name}.svg").write_text(picture(PLOTS[name]()), encoding="utf-8")


if __name__ == "__main__":
    main()
