// The legend: who holds what, how sure that is, in what state roads are, and the signs.

import { element, shape } from "./spells.js";

const SIZE = [26, 14];

/** Write the legend for a map; only those who hold an area at some time are named. */
export function legend(host, map, chronicle) {
  const holders = new Set(Object.values(chronicle.control).flat().map((spell) => spell[1]).filter(Boolean));
  const first = [...holders].find(Boolean), ways = map.atlas.places.some((place) => place.kind === "corridor");
  host.replaceChildren(...[
    first && group("Areas held by", [...map.actors.keys()].filter((id) => holders.has(id)).map((id) => [area(map, id, "assessed"), map.actors.get(id).label])),
    first && group("How sure", [["assessed", "assessed"], ["contested", "contested"], ["claimed", "claimed only"], ["sampled", "in a sampled future"]]
      .map(([standing, label]) => [area(map, first, standing), label])),
    ways && group("Roads and borders; width is capacity", ["open", "restricted", "closed"].map((state) => [road(state), state])),
    group("Signs", [[sign("mission"), "mission, with its strength"], [sign("event"), "events of 90 days, sized by deaths"], [sign("event hostile"), "force or pressure among them"]]),
  ].filter(Boolean));
}

function group(title, rows) {
  const found = element("div", { class: "rows" });
  found.append(element("h2", {}, title));
  const list = element("ul", {});
  for (const [picture, label] of rows) {
    const item = element("li", {});
    item.append(picture, element("span", {}, label));
    list.append(item);
  }
  found.append(list);
  return found;
}

function svg(width = SIZE[0], height = SIZE[1]) {
  return shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
}

function area(map, actor, standing) {
  const found = svg();
  const box = shape("rect", { x: 0.5, y: 0.5, width: SIZE[0] - 1, height: SIZE[1] - 1, rx: 2, class: "key" }, found);
  map.pattern(`key-${actor}-${standing}`, map.colour(actor), standing);
  const pattern = map.defs.querySelector(`#${CSS.escape(`key-${actor}-${standing}`)}`);
  found.prepend(pattern);
  box.style.fill = `url(#${CSS.escape(`key-${actor}-${standing}`)})`;
  return found;
}

function road(state) {
  const found = svg();
  shape("path", { d: "M1,7H25", class: `way ${state}` }, found).style.strokeWidth = "3px";
  if (state === "closed") shape("path", { d: "M9,3L17,11M9,11L17,3", class: "cross" }, found);
  return found;
}

function sign(kind) {
  const found = svg(26, 18);
  const node = shape("g", { class: kind, transform: "translate(13,9)" }, found);
  if (kind === "mission") {
    shape("path", { d: "M-6,-7H6V1.5Q6,6 0,9Q-6,6 -6,1.5Z" }, node);
    shape("path", { d: "M-2.8,-0.5L-0.6,2L3.2,-3", class: "tick" }, node);
  } else shape("circle", { r: 6.5 }, node);
  return found;
}
