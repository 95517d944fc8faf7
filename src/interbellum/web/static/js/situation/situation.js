// The situation page: one clock over map, timeline and words. The day is worked out here from spells fetched once, so
// that moving through time asks nothing of the server but the words of the day on which the reader comes to rest.

import { announce, read } from "../base.js";
import { SituationMap } from "./map.js";
import { Timeline } from "./timeline.js";
import { about } from "./about.js";
import { legend } from "./legend.js";
import { at, element, figure, iso, number, stop, words } from "./spells.js";

const PERIOD = 90, REST = 240, STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;
const byId = (id) => document.getElementById(id);

class Situation {
  constructor() {
    const query = new URLSearchParams(location.search);
    this.state = {};
    for (const key of ["case", "known_by", "since", "now", "scenario", "member", "selected", "names"]) this.state[key] = query.get(key) || null;
    this.state.on = byId("on").value;
    this.past = [];
  }

  async start() {
    const asked = this.query(["case", "known_by"]);
    [this.atlas, this.chronicle] = await Promise.all([
      read(`/api/situation/atlas?${this.query(["case"])}`), read(`/api/situation/chronicle?${asked}`)]);
    this.map = new SituationMap(byId("map"), this.atlas, (reference) => this.select(reference));
    this.timeline = new Timeline(byId("timeline"), {
      day: (day, rest) => this.go(day, rest), known: (day, rest) => this.know(day, rest),
      event: (id) => this.event(id), member: (one) => this.replay(one), window: () => { byId("window").value = ""; },
    });
    this.timeline.days = Number(byId("window").value) || null;
    this.timeline.show(this.chronicle, this.atlas);
    byId("legend").open = innerWidth > 992;
    legend(byId("legend-body"), this.map, this.chronicle);
    this.names();
    this.listen();
    await this.futures();
    this.go(this.state.on, false);
    this.timeline.draw();
    this.select(this.state.selected, false);
    document.documentElement.dataset.ready = "yes";
  }

  query(keys) {
    const found = new URLSearchParams();
    for (const key of keys) if (this.state[key] !== null && this.state[key] !== undefined) found.set(key, this.state[key]);
    return found;
  }

  // The clock

  /** Go to a day; at `rest` its words are fetched and the address is written at once, unless days follow fast. */
  go(day, rest = true) {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return;
    const n = Math.min(Math.max(number(day), this.timeline.first), this.timeline.last - 1);
    this.state.on = iso(n);
    byId("on").value = this.state.on;
    byId("day-title").textContent = words(this.state.on);
    this.timeline.move(this.state.on, this.state.known_by);
    this.map.update(this.day());
    this.settle(rest ? 0 : REST);
  }

  /** What the map shows on the day: of the record, or beyond it of the chosen future. */
  day() {
    const { on } = this.state, { chronicle } = this, beyond = on > chronicle.end;
    const source = beyond && this.future ? this.future : chronicle, when = beyond && !this.future ? chronicle.end : on;
    const each = (kind) => Object.fromEntries(Object.keys(chronicle[kind]).map((id) => [id, at(source[kind][id] ?? chronicle[kind][id], when)]));
    const from = iso(number(on) - PERIOD + 1);
    const missions = Object.fromEntries(Object.entries(each("missions")).map(([id, one]) => [id, one?.[0] ?? null]));
    return {
      control: each("control"), corridors: each("corridors"), missions, beyond: beyond && !this.future,
      events: beyond ? [] : chronicle.events.filter((one) => one.place && one.begun <= on && one.last >= from && number(one.last) - number(one.first) < 400),
      words: `Map of ${words(on)}. The column beside it says the same in words, the tables below it in rows.`,
    };
  }

  settle(wait) {
    const now = performance.now(), moving = now - (this.settled ?? -REST) < REST;
    this.settled = now;
    clearTimeout(this.resting);
    this.asking?.abort();
    byId("column").ariaBusy = "true";
    this.resting = setTimeout(() => this.rest(), moving ? REST : wait);
  }

  async rest() {
    const kept = ["case", "on", "known_by", "since", "now", "scenario", "member", "selected", "names"];
    history.replaceState(null, "", `${location.pathname}?${this.query(kept)}`);
    this.links();
    const asking = this.asking = new AbortController();
    const column = byId("column");
    try {
      const answer = await fetch(`/api/situation/words?${this.query(kept)}`, { signal: asking.signal });
      if (!answer.ok) throw new Error((await answer.json()).error.what);
      const told = await answer.text();
      if (asking.signal.aborted) return;
      column.innerHTML = told;
      this.dress();
    } catch (error) {
      if (asking.signal.aborted) return;
      column.replaceChildren(element("p", { class: "empty" }, error.message));
    }
    column.ariaBusy = "false";
  }

  /** Let the links to other pages, and the twin, carry the moment. */
  links() {
    const shared = this.query(["case", "on", "known_by", "since", "now", "scenario", "member", "selected"]);
    for (const link of document.querySelectorAll("nav[aria-label=Pages] a, .foot a[rel=alternate]")) {
      link.href = `${new URL(link.href).pathname}?${shared}`;
    }
  }

  dress() {
    for (const swatch of document.querySelectorAll(".swatch[data-actor]")) {
      swatch.style.background = this.map.colour(swatch.dataset.actor);
    }
    document.querySelectorAll("#column [data-about]").forEach((part) => {
      part.classList.toggle("chosen", part.dataset.about === this.state.selected);
    });
  }

  step(way) {
    const stops = this.future ? [...this.chronicle.stops, ...this.future.stops] : this.chronicle.stops;
    const found = stop(stops, this.state.on, way);
    if (!found) return announce(way > 0 ? "No later change" : "No earlier change");
    this.go(found);
    announce(words(found));
  }

  play(on = !this.playing) {
    this.playing = on;
    const button = byId("play");
    button.setAttribute("aria-pressed", String(on));
    button.querySelector(".unseen").textContent = on ? "Pause" : "Play";
    cancelAnimationFrame(this.frame);
    clearTimeout(this.pace);
    if (!on) return this.settle(0);
    if (number(this.state.on) >= this.timeline.last - 1) this.go(this.chronicle.stops[0], false);
    if (STILL || byId("speed").value === "change") this.pace = setTimeout(() => this.beat(), 900);
    else this.run(performance.now(), number(this.state.on));
  }

  beat() {
    const before = this.state.on;
    this.step(1);
    if (this.state.on === before) return this.play(false);
    this.pace = setTimeout(() => this.beat(), 900);
  }

  run(began, from) {
    const speed = Number(byId("speed").value);
    const tick = (time) => {
      if (!this.playing) return;
      const n = from + ((time - began) / 1000) * speed;
      if (iso(Math.floor(n)) !== this.state.on) this.go(iso(Math.floor(n)), false);
      if (n >= this.timeline.last - 1) return this.play(false);
      this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  // As known by

  know(day, rest = true) {
    this.state.known_by = day;
    byId("known_by").value = day ?? "";
    byId("known-all").hidden = !day;
    byId("known-words").textContent = day ? `as known by ${words(day)}` : "with all that is known now";
    this.timeline.move(this.state.on, day);
    clearTimeout(this.learning);
    this.learning = setTimeout(() => this.learn(), rest ? 0 : 400);
  }

  async learn() {
    const asked = this.state.known_by;
    const found = await read(`/api/situation/chronicle?${this.query(["case", "known_by"])}`);
    if (asked !== this.state.known_by) return;
    this.chronicle = found;
    this.timeline.show(found, this.atlas);
    this.timeline.draw();
    this.go(this.state.on);
  }

  // Futures

  async futures() {
    const host = byId("futures");
    if (host.dataset.run === "no") {
      const link = element("a", { href: `/futures?${this.query(["case", "on"])}` }, "run them on the Futures page");
      host.replaceChildren(element("p", { class: "muted" }, "No futures run yet: "));
      host.firstChild.append(link, ".");
      return;
    }
    this.fan = await read(`/api/situation/futures?${this.query(["case", "scenario"])}`);
    this.timeline.future(this.fan);
    const say = `${figure(this.fan.count)} futures to ${words(this.fan.end)}, war-rate fighting in ${this.fan.war}; replay:`;
    host.replaceChildren(element("p", {}, say));
    for (const one of this.fan.members) {
      const button = element("button", { type: "button", "aria-pressed": "false", "data-member": one.member },
        `${figure(one.total)} deaths`);
      if (one.share) button.append(element("small", {}, ` ${Math.round(one.share * 100)}%`));
      button.title = `Future ${one.member}${one.stands_for ? ` stands for ${one.stands_for}` : ""}`;
      button.addEventListener("click", () => this.replay(one.member));
      host.append(button);
    }
    if (this.state.member !== null) await this.load(Number(this.state.member));
  }

  async replay(member) {
    if (Number(this.state.member) === member && this.future) return this.leave();
    await this.load(member);
    if (this.state.on <= this.chronicle.end) this.go(this.future.start);
    else this.go(this.state.on);
    announce(`Future ${member} on the map, from ${words(this.future.start)}`);
  }

  async load(member) {
    this.state.member = member;
    this.future = await read(`/api/situation/member?${this.query(["case", "scenario", "member"])}`);
    const days = ["control", "corridors", "talks", "missions"].flatMap((kind) => Object.values(this.future[kind]).flatMap((spells) => spells.map((one) => one[0])));
    const wars = Object.values(this.future.phases).flat().filter((one) => one[2] === "war").map((one) => one[0]);
    this.future.stops = [...new Set([...days, ...wars])].filter((day) => day > this.chronicle.end).sort();
    this.press(member);
  }

  leave() {
    this.state.member = null;
    this.future = null;
    this.press(null);
    this.go(this.state.on);
  }

  press(member) {
    this.timeline.member = member;
    this.timeline.draw();
    document.querySelectorAll("#futures button").forEach((one) => one.setAttribute("aria-pressed", String(Number(one.dataset.member) === member && member !== null)));
  }

  // What is selected

  select(reference, rest = true) {
    this.state.selected = reference;
    this.map.mark(reference);
    about(byId("about"), reference, this);
    this.dress();
    if (rest) this.settle(0);
  }

  event(id) {
    const found = this.chronicle.events.find((one) => one.id === id);
    if (!found) return;
    this.timeline.chosen = id;
    this.go(found.begun);
    this.timeline.draw();
    this.select(`event:${id}`);
  }

  names() {
    const select = byId("names"), tell = new Intl.DisplayNames(["en"], { type: "language" });
    select.append(new Option("first, then others", ""));
    for (const lang of this.atlas.languages) select.append(new Option(tell.of(lang), lang));
    select.append(new Option("all", "*"));
    select.value = this.state.names ?? "";
    this.map.labels.language = select.value;
    select.addEventListener("change", () => {
      this.state.names = select.value || null;
      this.map.labels.language = select.value;
      this.map.labels.soon();
      this.settle(0);
    });
  }

  // Hands

  listen() {
    const click = (id, action) => byId(id).addEventListener("click", action);
    click("before", () => this.step(-1));
    click("after", () => this.step(1));
    click("play", () => this.play());
    click("then", () => this.know(this.state.on));
    click("known-all", () => this.know(null));
    byId("on").addEventListener("change", (event) => event.target.value && this.go(event.target.value));
    byId("known_by").addEventListener("change", (event) => this.know(event.target.value || null));
    byId("speed").addEventListener("change", () => this.playing && this.play(true));
    byId("window").addEventListener("change", (event) => this.timeline.zoom(event.target.value));
    byId("lanes").addEventListener("change", (event) => { this.timeline.by = event.target.value; this.timeline.draw(); });
    byId("transport").addEventListener("submit", (event) => event.preventDefault());
    document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
      const { zoom } = button.dataset;
      if (zoom === "in" || zoom === "out") this.map.zoom(zoom === "in" ? 1.5 : 1 / 1.5);
      else this.map.fit(zoom);
    }));
    byId("legend").addEventListener("toggle", () => this.map.resized());
    byId("column").addEventListener("click", (event) => this.word(event));
    byId("column").addEventListener("change", (event) => event.target.id === "since" && this.compare(event.target.value));
    for (const part of [byId("map"), document.querySelector(".time")]) part.addEventListener("keydown", (event) => this.key(event));
    this.dress();
  }

  word(event) {
    const { select, day, back } = event.target.dataset ?? {};
    if (select) {
      event.preventDefault();
      this.select(select);
    }
    if (day) this.go(day);
    if (back) this.compare(iso(number(this.state.on) - Number(back)));
  }

  compare(day) {
    this.state.since = day || null;
    this.settle(0);
  }

  /** Keys of the clock, while the map or the timeline has the focus. */
  key(event) {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ",") this.step(-1);
    else if (event.key === ".") this.step(1);
    else if (event.key === " " && !event.target.matches("button, summary")) this.play();
    else if (event.key === "Escape") this.select(null);
    else return;
    event.preventDefault();
  }
}

const page = new Situation();
page.start().catch((error) => {
  byId("map").replaceChildren(element("p", { class: "empty" }, `The map could not be drawn: ${error.message}`));
  document.documentElement.dataset.ready = "no";
});
