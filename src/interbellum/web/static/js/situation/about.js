// What is selected, on a card: all its names, what holds of it, how it came to that, and the way to its sources.

import { at, element, figure, words } from "./spells.js";

/** Show the card of a reference (`zone:ID`, `corridor:ID`, `place:ID`, `mission:ID`, `event:ID`, `events:PLACE`). */
export function about(card, reference, page) {
  const [kind, id] = split(reference), make = { zone, corridor, place, mission, event, events }[kind];
  const parts = make ? make(id, page) : null;
  card.hidden = !parts;
  if (!parts) return card.replaceChildren();
  const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  close.addEventListener("click", () => { page.select(null); page.map.host.focus(); });
  card.replaceChildren(close, ...parts.filter(Boolean));
}

function split(reference) {
  const text = reference ?? "", cut = text.indexOf(":");
  return [text.slice(0, cut), text.slice(cut + 1)];
}

function title(thing) {
  return element("h2", {}, thing.label);
}

function names(thing, page) {
  const list = element("ul", { class: "all-names" }), tell = new Intl.DisplayNames(["en"], { type: "language" });
  for (const one of thing.names) {
    const item = element("li", {}, `${tell.of(one.lang)}${one.used_by ? `, used by ${page.map.actors.get(one.used_by)?.label ?? one.used_by}` : ""}: `);
    item.append(element("bdi", { lang: one.lang }, one.name));
    list.append(item);
  }
  return list;
}

const actor = (id, page) => page.map.actors.get(id)?.label ?? id;

/** The links to the sources that the column shows beside the same thing. */
function sources(reference, page) {
  const found = document.querySelector(`#column [data-about="${CSS.escape(reference)}"] a.cite`);
  const line = element("p", { class: "sources" });
  if (found) {
    const link = element("a", { href: found.href }, `${found.textContent} claims behind this`);
    if (found.textContent === "1") link.textContent = "1 claim behind this";
    line.append(link);
  }
  return page && found ? line : null;
}

function history(spells, say, page) {
  const list = element("ol", { class: "spells" });
  spells.forEach((spell, i) => {
    const item = element("li", {});
    const button = element("button", { type: "button", class: "link" }, i ? words(spell[0]) : "at first");
    button.addEventListener("click", () => page.go(spell[0]));
    item.append(button, ` ${say(spell.slice(1))}`);
    list.append(item);
  });
  return list;
}

function zone(id, page) {
  const thing = page.map.places.get(id);
  if (!thing) return null;
  const say = ([by, standing, approximate, others]) => by
    ? `${actor(by, page)} (${standing}${approximate ? ", dates wide" : ""})${others?.length ? `; also said: ${others.map((one) => actor(one, page)).join(", ")}` : ""}` : "nobody on record";
  const held = at(page.chronicle.control[id] ?? [], page.state.on);
  return [title(thing), element("p", { class: "holds" }, held ? say(held) : "Nobody is on record as holding it."), sources(`zone:${id}`, page),
    names(thing, page), history(page.chronicle.control[id] ?? [], say, page), element("p", { class: "muted" }, thing.precision)];
}

function corridor(id, page) {
  const thing = page.map.places.get(id);
  if (!thing) return null;
  const spells = page.chronicle.corridors[id] ?? [];
  const say = ([state, controller]) => `${state ?? "not known"}${controller ? `, controlled by ${actor(controller, page)}` : ""}`;
  const held = at(spells, page.state.on);
  const capacity = thing.capacity ? `${figure(thing.capacity.value)} ${thing.capacity.unit} (a judgement of the case)` : thing.capacity_words;
  return [title(thing), element("p", { class: "holds" }, held ? say(held) : "Nothing is on record."), sources(`corridor:${id}`, page),
    capacity ? element("p", {}, `Capacity: ${capacity}`) : null, names(thing, page), history(spells, say, page)];
}

function place(id, page) {
  const thing = page.map.places.get(id);
  return thing ? [title(thing), names(thing, page), ...happened(id, page)] : null;
}

function mission(id, page) {
  const spells = page.chronicle.missions[id] ?? [];
  const part = document.querySelector(`#column [data-about="mission:${CSS.escape(id)}"]`);
  return [element("h2", {}, part ? part.textContent.trim().split(",")[0] : id), sources(`mission:${id}`, page),
    history(spells, ([strength]) => (strength ? `${figure(strength)} strong` : "not there"), page)];
}

function events(id, page) {
  const thing = page.map.places.get(id) ?? page.map.countries.find((one) => one.id === id);
  return thing ? [title(thing), ...happened(id, page)] : null;
}

function happened(id, page) {
  const found = page.day().events.filter((one) => one.place === id);
  if (!found.length) return [];
  const list = element("ul", { class: "happened" });
  for (const one of found) list.append(line(one, page));
  return [element("h3", {}, "In the 90 days up to the day"), list];
}

function line(one, page) {
  const item = element("li", {});
  const button = element("button", { type: "button", class: "link" }, one.date);
  button.addEventListener("click", () => page.event(one.id));
  item.append(button, ` ${one.title}`);
  return item;
}

function event(id, page) {
  const one = page.chronicle.events.find((each) => each.id === id);
  if (!one) return null;
  const shared = page.query(["case", "on", "known_by"]);
  shared.set("selected", one.claims.map((claim) => `claim:${claim}`).join(","));
  const link = element("a", { href: `/evidence?${shared}` }, `${one.claims.length} ${one.claims.length === 1 ? "claim" : "claims"} behind this`);
  const source = element("p", { class: "sources" });
  source.append(one.claims.length ? link : "No accepted claim stands behind this.");
  const who = [one.who, one.whom].filter(Boolean).join(" → ");
  return [element("p", { class: "when" }, `${one.date}${one.vague ? ` (from ${words(one.first)} to ${words(one.last)})` : ""}`),
    element("h2", {}, one.title), who ? element("p", {}, who) : null, one.deaths ? element("p", {}, `${figure(one.deaths)} deaths`) : null, source];
}
