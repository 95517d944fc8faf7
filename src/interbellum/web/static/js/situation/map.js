// The map: outlines, areas by holder and standing, roads by state and capacity, missions, events. Drawn once; a day
// only changes what differs from the day before.

import { figure, shape } from "./spells.js";
import { Labels } from "./labels.js";

const STANDINGS = ["assessed", "claimed", "contested", "sampled"];
const STEP = 1.5;
const EDGE = 10; // pixels between what is shown and the edge of the map, or what lies over it

export class SituationMap {
  /** `select(reference)` is called with what is clicked, as `kind:id`. */
  constructor(host, atlas, select) {
    this.host = host;
    this.atlas = atlas;
    this.select = select;
    this.places = new Map(atlas.places.map((place) => [place.id, place]));
    this.actors = new Map(atlas.actors.map((actor) => [actor.id, actor]));
    this.shown = new Map();
    this.pins = [];
    this.svg = shape("svg", { role: "img", preserveAspectRatio: "xMidYMid slice" }, host);
    this.title = shape("title", {}, this.svg);
    this.defs = shape("defs", {}, this.svg);
    this.draw();
    this.labels = new Labels(this);
    this.listen();
    this.fit("focus");
    new ResizeObserver(() => this.resized()).observe(host);
  }

  colour(actor) {
    const place = this.actors.get(actor)?.colour;
    return place === null || place === undefined || place > 7 ? "var(--muted)" : `var(--actor-${place})`;
  }

  /** The fill of an area: plain where assessed; hatched where claimed, crossed where contested, dotted where sampled. */
  fill(actor, standing) {
    const id = `fill-${actor}-${standing}`;
    if (!this.defs.querySelector(`#${CSS.escape(id)}`)) this.pattern(id, this.colour(actor), standing);
    return `url(#${CSS.escape(id)})`;
  }

  pattern(id, colour, standing) {
    const size = standing === "contested" ? 9 : 8;
    const found = shape("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, this.defs);
    const ground = shape("rect", { width: size, height: size }, found);
    ground.style.fill = colour;
    ground.style.fillOpacity = standing === "assessed" ? 0.62 : standing === "contested" ? 0.34 : 0.16;
    const marks = { claimed: "M-2,2L2,-2M0,8L8,0M6,10L10,6", contested: "M0,9L9,0M0,0L9,9" }[standing];
    if (marks) {
      const line = shape("path", { d: marks, fill: "none" }, found);
      line.style.stroke = colour;
      line.style.strokeWidth = standing === "claimed" ? 1.6 : 1.8;
    }
    if (standing === "sampled") {
      const dot = shape("circle", { cx: 4, cy: 4, r: 1.7 }, found);
      dot.style.fill = colour;
      ground.style.fillOpacity = 0.38;
    }
  }

  draw() {
    const layer = (name) => shape("g", { class: name }, this.svg);
    const land = layer("land");
    this.countries = this.atlas.countries.map((one) => ({ ...one, node: shape("path", { d: one.path }, land) }));
    const zones = layer("zones"), edges = layer("edges"), roads = layer("roads");
    for (const place of this.atlas.places) {
      if (place.kind === "zone") {
        place.node = this.feature(shape("path", { d: place.path, class: "zone" }, zones), `zone:${place.id}`, place);
      } else if (place.kind === "corridor") {
        place.casing = shape("path", { d: place.path, class: "casing" }, roads);
        place.node = this.feature(shape("path", { d: place.path, class: "way" }, roads), `corridor:${place.id}`, place);
        place.touch = this.feature(shape("path", { d: place.path, class: "touch" }, roads), `corridor:${place.id}`);
      }
    }
    shape("g", {}, edges);
    this.crosses = layer("crosses");
    this.spots = layer("events");
    this.towns = layer("towns");
    this.camps = layer("missions");
    this.words = layer("labels");
    for (const place of this.atlas.places.filter((one) => one.kind === "point")) {
      place.node = this.pin(this.towns, place.at, "town");
      this.feature(place.node, `place:${place.id}`, place);
      shape("circle", { r: 2.6 }, place.node);
    }
    this.widths();
  }

  feature(node, reference, place = null) {
    node.dataset.ref = reference;
    if (place) shape("title", {}, node).textContent = place.names.map((one) => one.name).join(" · ");
    return node;
  }

  /** Give ways their width by capacity, in pixels; those without a capacity on record are thin. */
  widths() {
    const capacities = this.atlas.places.filter((one) => one.capacity).map((one) => one.capacity.value);
    const most = Math.max(...capacities, 1);
    for (const place of this.atlas.places.filter((one) => one.kind === "corridor")) {
      const width = place.capacity ? 2.5 + 3 * Math.sqrt(place.capacity.value / most) : 1.4;
      place.node.style.strokeWidth = `${width}px`;
      place.casing.style.strokeWidth = `${width + 2}px`;
    }
  }

  /** A group that keeps its size in pixels whatever the zoom. */
  pin(parent, [x, y], name) {
    const node = shape("g", { class: name }, parent);
    const pin = { node, x, y };
    this.pins.push(pin);
    if (this.view) this.settle(pin);
    return node;
  }

  /** Keep a pin's size; one that the edge of the map would cut is left out. */
  settle({ node, x, y }) {
    node.setAttribute("transform", `translate(${x},${y}) scale(${this.view.unit})`);
    if (!this.view.box) return;
    const [left, top, width, height] = this.view.box, edge = EDGE * this.view.unit;
    const inside = x - left > edge && y - top > edge && left + width - x > edge && top + height - y > edge;
    node.style.visibility = inside ? "" : "hidden";
  }

  // What is shown

  /** Show a day: `control`, `corridors`, `missions` by id, `events` of its period, `beyond` where none of it is known. */
  update(day) {
    this.svg.classList.toggle("beyond", Boolean(day.beyond));
    for (const place of this.atlas.places) {
      if (place.kind === "zone") this.zone(place, day.control[place.id]);
      else if (place.kind === "corridor") this.way(place, day.corridors[place.id]);
    }
    this.missions(day.missions);
    this.events(day.events);
    if (this.title.textContent !== day.words) this.title.textContent = day.words;
  }

  changed(key, value) {
    const text = JSON.stringify(value ?? null);
    if (this.shown.get(key) === text) return false;
    this.shown.set(key, text);
    return true;
  }

  zone(place, held) {
    if (!this.changed(place.id, held)) return;
    const [by, standing, approximate] = held ?? [null];
    place.node.style.fill = by ? this.fill(by, STANDINGS.includes(standing) ? standing : "assessed") : "none";
    place.node.classList.toggle("vague", Boolean(approximate));
    place.node.classList.toggle("nobody", !by);
  }

  way(place, held) {
    if (!this.changed(place.id, held)) return;
    const state = held?.[0] ?? "unknown";
    place.node.setAttribute("class", `way ${state}${place.capacity ? "" : " slight"}`);
    place.cross?.remove();
    place.cross = null;
    this.pins = this.pins.filter((pin) => pin.node.isConnected);
    if (state !== "closed") return;
    place.cross = this.pin(this.crosses, place.at, "cross");
    shape("path", { d: "M-5,-5L5,5M-5,5L5,-5", class: "under" }, place.cross);
    shape("path", { d: "M-5,-5L5,5M-5,5L5,-5" }, place.cross);
  }

  missions(strengths) {
    if (!this.changed("missions", strengths)) return;
    this.camps.replaceChildren();
    this.camp = [];
    for (const { id, stands_in: where } of this.atlas.missions) {
      const found = where.map((name) => this.places.get(name)).filter(Boolean);
      if (!strengths[id] || !found.length) continue;
      const { at } = found[0];
      const node = this.pin(this.camps, at, "mission");
      this.feature(node, `mission:${id}`);
      shape("path", { d: "M-8,-9H8V2Q8,8 0,12Q-8,8 -8,2Z" }, node);
      shape("path", { d: "M-3.5,0L-0.5,3.5L4.5,-3.5", class: "tick" }, node);
      this.camp.push({ id, at, text: figure(strengths[id]) });
    }
    this.labels?.soon();
  }

  events(events) {
    if (!this.changed("events", events.map((one) => one.id))) return;
    this.spots.replaceChildren();
    this.pins = this.pins.filter((pin) => pin.node.isConnected);
    const groups = Map.groupBy ? Map.groupBy(events, (one) => one.place) : grouped(events);
    for (const [name, found] of groups) {
      const place = this.places.get(name) ?? this.countries.find((one) => one.id === name);
      if (!place) continue;
      const deaths = found.reduce((sum, one) => sum + (one.deaths ?? 0), 0);
      const hostile = found.some((one) => one.hostile);
      const node = this.pin(this.spots, place.at, `event${hostile ? " hostile" : ""}`);
      this.feature(node, `events:${name}`);
      const radius = deaths ? Math.min(8 + Math.sqrt(deaths) * 0.45, 60) : 7;
      shape("circle", { r: radius }, node);
      shape("text", { y: 3.5 }, node).textContent = found.length;
      shape("title", {}, node).textContent = found.map((one) => one.title).join("\n");
    }
  }

  mark(reference) {
    this.svg.querySelectorAll(".chosen").forEach((node) => node.classList.remove("chosen"));
    if (reference) {
      this.svg.querySelectorAll(`[data-ref="${CSS.escape(reference)}"]`).forEach((node) => node.classList.add("chosen"));
    }
  }

  // Moving about

  /** Show the ground in question, or all that there is, in the part of the map that nothing lies over. */
  fit(name) {
    const { clientWidth: across, clientHeight: down } = this.host;
    const [x, y, width, height] = this.atlas[name === "all" ? "reach" : "focus"];
    this.view ??= { x: x + width / 2, y: y + height / 2, width, height, unit: 1 };
    this.fitted = name;
    if (!across || !down) return;
    const { left, right, top, bottom, unit } = this.clear(width, height, across, down);
    const shown = name === "all" ? Math.max(this.widest(across, down), unit) : unit;
    this.room = shown;
    this.view.width = across * shown;
    this.view.height = down * shown;
    this.view.x = x + width / 2 + ((right - left) / 2) * shown;
    this.view.y = y + height / 2 + ((bottom - top) / 2) * shown;
    this.frame();
  }

  /** The margins in pixels that keep a box of the plane clear of the title, the legend and the tools, and the scale at
      which it then fits: each is passed by the side or from above or below, whichever leaves the box largest. */
  clear(width, height, across, down) {
    const over = this.overlays().filter(([x, y, w, h]) => w && h && x < across && y < down && x + w > 0 && y + h > 0);
    let best = null;
    for (let ways = 0; ways < 2 ** over.length; ways += 1) {
      const found = { left: EDGE, right: EDGE, top: EDGE, bottom: EDGE };
      over.forEach(([x, y, w, h], i) => {
        const [side, room] = (ways >> i) & 1
          ? x + w / 2 < across / 2 ? ["left", x + w] : ["right", across - x]
          : y + h / 2 < down / 2 ? ["top", y + h] : ["bottom", down - y];
        found[side] = Math.max(found[side], room + EDGE);
      });
      const free = [across - found.left - found.right, down - found.top - found.bottom];
      const unit = Math.min(...free) > 0 ? Math.max(width / free[0], height / free[1]) : Infinity;
      if (!best || unit < best.unit) best = { ...found, unit };
    }
    return best.unit < Infinity ? best : { left: 0, right: 0, top: 0, bottom: 0, unit: Math.max(width / across, height / down) };
  }

  /** What lies over the map, as [x, y, width, height] in its pixels: the title, the legend, the tools. */
  overlays() {
    const home = this.host.getBoundingClientRect();
    return [...this.host.parentElement.querySelectorAll(":scope > .title, :scope > .legend, :scope > .map-tools")].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - home.left, box.top - home.top, box.width, box.height];
    });
  }

  /** The scale at which the land fills the map. */
  widest(across, down) {
    const [, , width, height] = this.atlas.extent;
    return Math.min(width / across, height / down);
  }

  resized() {
    if (this.fitted) this.fit(this.fitted);
    else this.frame();
  }

  /** Show the wanted box, filled out to the shape of the host. */
  frame() {
    const { clientWidth: across, clientHeight: down } = this.host;
    if (!across || !down) return;
    const [left, top, width, height] = this.atlas.extent, [, , focusWidth, focusHeight] = this.atlas.focus;
    const most = Math.max(this.widest(across, down), focusWidth / across, focusHeight / down, this.room);
    const unit = Math.min(Math.max(this.view.width / across, this.view.height / down), most);
    const clamp = (middle, half, from, size) => (2 * half > size ? from + size / 2 : Math.min(Math.max(middle, from + half), from + size - half));
    this.view.x = clamp(this.view.x, (across * unit) / 2, left, width);
    this.view.y = clamp(this.view.y, (down * unit) / 2, top, height);
    this.view.unit = unit;
    this.view.box = [this.view.x - (across * unit) / 2, this.view.y - (down * unit) / 2, across * unit, down * unit];
    this.svg.setAttribute("viewBox", this.view.box.join(" "));
    for (const pattern of this.defs.children) pattern.setAttribute("patternTransform", `scale(${unit})`);
    this.pins.forEach((pin) => this.settle(pin));
    this.labels?.soon();
  }

  zoom(factor, around = null) {
    this.fitted = null;
    const [left, top, width, height] = this.view.box;
    const [x, y] = around ?? [left + width / 2, top + height / 2];
    const wanted = Math.min(Math.max(width / factor, 40), this.atlas.extent[2]);
    const share = wanted / width;
    this.view.height = height;
    this.view.x = x + (this.view.x - x) * share;
    this.view.y = y + (this.view.y - y) * share;
    this.view.width = wanted;
    this.view.height *= share;
    this.frame();
  }

  pan(x, y) {
    this.fitted = null;
    this.view.x += x;
    this.view.y += y;
    this.frame();
  }

  place(event) {
    const box = this.host.getBoundingClientRect();
    const [left, top] = this.view.box;
    return [left + (event.clientX - box.left) * this.view.unit, top + (event.clientY - box.top) * this.view.unit];
  }

  listen() {
    const pointers = new Map();
    let moved = 0, spread = 0;
    this.host.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), this.place(event));
    }, { passive: false });
    this.host.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, event);
      moved = 0;
      spread = 0;
    });
    this.host.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      pointers.set(event.pointerId, event);
      if (pointers.size === 2) {
        const [one, other] = [...pointers.values()];
        const apart = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        if (spread) this.zoom(apart / spread, this.place(event));
        spread = apart;
        moved = 99;
        return;
      }
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (moved > 4) this.host.setPointerCapture?.(event.pointerId);
      this.pan((before.clientX - event.clientX) * this.view.unit, (before.clientY - event.clientY) * this.view.unit);
    });
    const end = (event) => pointers.delete(event.pointerId);
    this.host.addEventListener("pointerup", end);
    this.host.addEventListener("pointercancel", end);
    this.host.addEventListener("click", (event) => {
      if (moved > 4) return;
      this.select(event.target.closest("[data-ref]")?.dataset.ref ?? null);
    });
    this.host.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const step = 60 * this.view.unit;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) this.pan(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(STEP);
    else if (event.key === "-") this.zoom(1 / STEP);
    else if (event.key === "0") this.fit("focus");
    else return;
    event.preventDefault();
  }
}

function grouped(events) {
  const found = new Map();
  for (const one of events) found.set(one.place, [...(found.get(one.place) ?? []), one]);
  return found;
}
