// The timeline: all years above, a window of them below with a lane for each theme or actor, dates as wide as they are.
// Two sliders move along it: the day shown, and the day by which something had to be known. Beyond the end of the record
// lies the fan of sampled futures.

import { element, figure, iso, number, shape, words } from "./spells.js";

const OVER = 26, AXIS = 18, FORCE = 56, LANE = 17, ROW = 5, THIN = 15, LONG = 200;
const THEMES = [["force", "Force"], ["pressure", "Pressure"], ["talks", "Talks, deals"], ["support", "Support"],
  ["words", "Words"]];

export class Timeline {
  /** `told` has functions: day(iso), known(iso or null), event(event), member(number), window(). */
  constructor(host, told) {
    this.host = host;
    this.told = told;
    this.by = "theme";
    this.svg = shape("svg", { "aria-hidden": "true" }, host);
    this.day = this.slider("day", "Day shown");
    this.known = this.slider("known", "Known by");
    this.listen();
    new ResizeObserver(() => this.draw()).observe(host);
  }

  slider(name, label) {
    const attributes = { class: `handle ${name}`, role: "slider", tabindex: "0", "aria-label": label };
    const found = element("div", attributes);
    if (name === "known") found.append(element("span", { class: "tag" }, "known by"));
    this.host.append(found);
    return found;
  }

  // Data

  show(chronicle, atlas) {
    this.chronicle = chronicle;
    this.actors = new Map(atlas.actors.map((actor) => [actor.id, actor]));
    this.names = new Map([...atlas.actors, ...atlas.places].map((one) => [one.id, one.label]));
    this.first = number(chronicle.start);
    this.end = number(chronicle.end);
    this.rivalry = Object.keys(chronicle.phases)[0];
    this.changes = changesOf(chronicle, this.names);
    this.limits();
  }

  future(futures) {
    this.futures = futures;
    this.limits();
  }

  limits() {
    this.last = Math.max(this.end, this.futures ? number(this.futures.end) : 0) + 1;
  }

  /** Show `days` days around the day shown, or all of them. */
  zoom(days) {
    this.days = days === "all" ? null : Number(days);
    this.window = null;
    this.draw();
  }

  settle() {
    const span = Math.min(this.days ?? this.last - this.first, this.last - this.first);
    const on = this.on ?? this.end;
    if (this.window && this.window[1] - this.window[0] === span && on >= this.window[0] && on <= this.window[1]) return false;
    let start = this.window && this.window[1] - this.window[0] === span
      ? (on < this.window[0] ? on - span * 0.25 : on - span * 0.75) : on - span * 0.62;
    start = Math.min(Math.max(start, this.first), this.last - span);
    this.window = [start, start + span];
    return true;
  }

  // Places

  x(n) {
    return this.left + ((n - this.window[0]) / (this.window[1] - this.window[0])) * this.width;
  }

  over(n) {
    return this.left + ((n - this.first) / (this.last - this.first)) * this.width;
  }

  at(x) {
    const n = this.window[0] + ((x - this.left) / this.width) * (this.window[1] - this.window[0]);
    return Math.round(Math.min(Math.max(n, this.first), this.last - 1));
  }

  // Drawing

  draw() {
    if (!this.chronicle || !this.host.clientWidth) return;
    this.left = this.host.clientWidth < 560 ? 70 : 104;
    this.width = this.host.clientWidth - this.left - 10;
    this.settle();
    this.svg.replaceChildren();
    this.overview();
    this.axis(OVER + 8);
    let top = OVER + 8 + AXIS;
    top = this.force(top);
    top = this.turns(top);
    for (const [key, label, events] of this.lanes()) top = this.lane(top, key, label, events);
    this.height = top + 4;
    this.svg.setAttribute("viewBox", `0 0 ${this.host.clientWidth} ${this.height}`);
    this.svg.setAttribute("height", this.height);
    this.nowLine();
    this.handles();
  }

  label(text, y) {
    shape("text", { x: this.left - 8, y, "text-anchor": "end", class: "lane-name" }, this.svg).textContent = text;
  }

  overview() {
    const group = shape("g", { class: "over" }, this.svg), most = this.most();
    for (const [first, last, phase, deaths] of this.chronicle.phases[this.rivalry] ?? []) {
      const height = deaths ? Math.max(1.5, Math.sqrt(deaths / most) * (OVER - 4)) : 0;
      if (!height) continue;
      const x = this.over(number(first));
      shape("rect", { x, y: OVER - height, width: Math.max(this.over(number(last) + 1) - x, 1), height, class: phase.split(" ")[0] }, group);
    }
    for (let year = Number(iso(this.first).slice(0, 4)); year <= Number(iso(this.last).slice(0, 4)); year += 1) {
      if (year % 5) continue;
      const x = this.over(number(`${year}-01-01`));
      if (x < this.left || x > this.left + this.width - 24) continue;
      shape("text", { x: x + 3, y: 10, class: "year" }, group).textContent = year;
      shape("line", { x1: x, x2: x, y1: 0, y2: OVER, class: "tick" }, group);
    }
    shape("line", { x1: this.left, x2: this.left + this.width, y1: OVER, y2: OVER, class: "base" }, group);
    const [from, to] = this.window.map((n) => this.over(n));
    shape("rect", { x: from, y: 0.5, width: Math.max(to - from, 3), height: OVER, rx: 2, class: "brush" }, group);
    this.label("All years", OVER - 8);
  }

  most() {
    const counts = (this.chronicle.phases[this.rivalry] ?? []).map((one) => one[3] ?? 0);
    return Math.max(...counts, 10);
  }

  axis(top) {
    const group = shape("g", { class: "axis" }, this.svg), [from, to] = this.window;
    const space = this.width / ((to - from) / 365.25);
    const months = space > 700 ? 1 : space > 260 ? 3 : space > 110 ? 6 : 12;
    const years = months < 12 ? 1 : [1, 2, 5, 10].find((n) => n * space > 44) ?? 20;
    const start = new Date(from * 86400000);
    let year = start.getUTCFullYear(), month = 0;
    for (;;) {
      const n = Date.UTC(year, month, 1) / 86400000;
      if (n > to) break;
      const whole = month === 0 && year % years === 0;
      if (n >= from && (whole || (months < 12 && month % months === 0))) {
        const x = this.x(n);
        shape("line", { x1: x, x2: x, y1: top + AXIS - 4, y2: top + 1200, class: whole ? "tick whole" : "tick" }, group);
        const text = whole ? String(year) : new Date(n * 86400000).toLocaleString("en", { month: "short", timeZone: "UTC" });
        if (x < this.left + this.width - 26) shape("text", { x: x + 3, y: top + 13, class: whole ? "year" : "month" }, group).textContent = text;
      }
      month += Math.min(months, 12);
      if (month >= 12) { month = 0; year += 1; }
    }
  }

  /** Deaths by step with the phase as a band below, and beyond the record the fan and the members. */
  force(top) {
    const base = top + FORCE - 10, tall = FORCE - 14, group = shape("g", { class: "force" }, this.svg);
    const most = this.peak();
    const y = (deaths) => base - Math.min(Math.sqrt(deaths / most), 1) * tall;
    for (const [first, last, phase, deaths] of this.chronicle.phases[this.rivalry] ?? []) {
      const from = number(first), to = number(last) + 1;
      if (to < this.window[0] || from > this.window[1]) continue;
      const x = Math.max(this.x(from), this.left), width = Math.min(this.x(to), this.left + this.width) - x;
      if (width <= 0) continue;
      const kind = phase.replaceAll(" ", "-");
      shape("rect", { x, y: base + 2, width: width + 0.3, height: 7, class: `band ${kind}` }, group);
      if (deaths) {
        const bar = shape("rect", { x: x + 0.5, y: y(deaths), width: Math.max(width - 1, 1), height: Math.max(base - y(deaths), 1.5), class: `bar ${kind}` }, group);
        shape("title", {}, bar).textContent = `${first.slice(0, 7)}: ${figure(deaths)} deaths, ${phase}`;
      }
    }
    if (this.futures) this.fan(group, y, base);
    shape("line", { x1: this.left, x2: this.left + this.width, y1: base, y2: base, class: "base" }, group);
    this.label("Deaths", top + 22);
    if (Object.keys(this.chronicle.phases).length > 1)
      shape("text", { x: this.left + 4, y: top + 10, class: "lane-note" }, this.svg).textContent = this.chronicle.titles[this.rivalry];
    shape("text", { x: this.left - 8, y: top + 36, "text-anchor": "end", class: "lane-note" }, this.svg).textContent =
      this.worst() || this.futures ? `${this.worst() < most ? "scale to" : "peak"} ${figure(Math.round(most))}` : this.counted() ? "none" : "not counted";
    return top + FORCE + 8;
  }

  /** The most deaths in a step that the window shows; square roots make small numbers visible. */
  peak() {
    const fan = this.futures && this.window[1] > this.end ? this.futures.fan.map((one) => one[6]) : [];
    return Math.max(this.worst(), ...fan, 10);
  }

  /** The most deaths in a step of the record that the window shows; futures may reach higher. */
  worst() {
    const inside = (this.chronicle.phases[this.rivalry] ?? [])
      .filter(([first, last]) => number(last) >= this.window[0] && number(first) <= this.window[1]).map((one) => one[3] ?? 0);
    return Math.max(...inside, 0);
  }

  /** Whether anybody counted the dead of a step that the window shows: what nobody counted is not none. */
  counted() {
    return (this.chronicle.phases[this.rivalry] ?? [])
      .some(([first, last, , deaths]) => deaths !== null && number(last) >= this.window[0] && number(first) <= this.window[1]);
  }

  fan(group, y, base) {
    const xs = this.futures.fan.map((one) => this.x(number(one[0]) - 14));
    if (!xs.some((x) => x > this.left && x < this.left + this.width)) return;
    const clip = shape("clipPath", { id: "fan-clip" }, group);
    shape("rect", { x: this.left, y: 0, width: this.width, height: 2000 }, clip);
    const inner = shape("g", { "clip-path": "url(#fan-clip)" }, group);
    [[1, 7], [2, 6], [3, 5]].forEach(([low, high], i) => {
      const there = this.futures.fan.map((one, n) => `${xs[n].toFixed(1)},${y(one[high]).toFixed(1)}`);
      const back = this.futures.fan.map((one, n) => `${xs[n].toFixed(1)},${y(one[low]).toFixed(1)}`).reverse();
      shape("path", { d: `M${[...there, ...back].join("L")}Z`, class: `fan fan-${i + 1}` }, inner);
    });
    for (const one of this.futures.members) {
      const line = one.deaths.map((deaths, n) => `${xs[n].toFixed(1)},${y(deaths).toFixed(1)}`).join("L");
      shape("path", { d: `M${line}`, class: `member${one.member === this.member ? " chosen" : ""}` }, inner);
      const touch = shape("path", { d: `M${line}`, class: "touch", "data-member": one.member }, inner);
      shape("title", {}, touch).textContent = `Future ${one.member}: ${figure(one.total)} deaths in all`;
    }
  }

  /** When ground changed hands, and when roads opened and closed. */
  turns(top) {
    for (const [kind, label] of [["control", "Ground"], ["corridors", "Roads"]]) {
      this.label(label, top + 11);
      for (const change of this.changes.filter((one) => one.kind === kind)) {
        const n = number(change.day);
        if (n < this.window[0] || n > this.window[1]) continue;
        const x = this.x(n);
        const mark = shape("path", { d: `M${x},${top + 1.5}l5,5.5l-5,5.5l-5,-5.5Z`, class: `turn ${kind} ${change.state ?? ""}`, "data-day": change.day }, this.svg);
        const place = this.actors.get(change.actor)?.colour;
        if (kind === "control") mark.style.fill = place === null || place === undefined || place > 7 ? "var(--muted)" : `var(--actor-${place})`;
        shape("title", {}, mark).textContent = `${words(change.day)}: ${change.text}`;
      }
      top += THIN;
    }
    return top + 2;
  }

  lanes() {
    const { events } = this.chronicle;
    if (this.by === "theme") return THEMES.map(([key, label]) => [key, label, events.filter((one) => one.theme === key)]);
    const counts = new Map();
    for (const one of events) for (const actor of new Set(one.actors)) counts.set(actor, (counts.get(actor) ?? 0) + 1);
    const leading = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 6).map(([actor]) => actor);
    return leading.map((actor) => [actor, this.names.get(actor) ?? actor, events.filter((one) => one.actors.includes(actor))]);
  }

  lane(top, key, label, events) {
    const group = shape("g", { class: `lane ${this.by === "theme" ? key : ""}` }, this.svg), ends = [];
    shape("line", { x1: this.left, x2: this.left + this.width, y1: top + LANE - 0.5, y2: top + LANE - 0.5, class: "base" }, group);
    this.label(label.length > 15 ? `${label.slice(0, 14)}…` : label, top + 12);
    for (const one of events) {
      const from = number(one.first), to = number(one.last) + 1;
      if (to < this.window[0] || from > this.window[1]) continue;
      const x = Math.max(this.x(from), this.left), width = Math.max(Math.min(this.x(to), this.left + this.width) - x, 4);
      let row = ends.findIndex((end) => end <= x);
      if (row < 0) row = ends.length < 3 ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = Math.max(ends[row] ?? 0, x + width + 1);
      const long = to - from > LONG;
      const kind = `happening${long ? " long" : ""}${one.vague ? " vague" : ""}${one.hostile ? " hostile" : ""}${one.id === this.chosen ? " chosen" : ""}`;
      const bar = shape("rect", { x, y: top + 1 + row * ROW + (long ? 1 : 0), width, height: long ? 2 : ROW - 1, rx: 1.5, class: kind, "data-event": one.id }, group);
      shape("title", {}, bar).textContent = `${one.date}: ${one.title}`;
    }
    return top + LANE;
  }

  nowLine() {
    const n = this.end + 1;
    if (n <= this.window[0] || n >= this.window[1]) return;
    const x = this.x(n);
    shape("line", { x1: x, x2: x, y1: OVER + 8, y2: this.height, class: "now" }, this.svg);
    shape("text", { x: x + 4, y: this.height - 6, class: "now" }, this.svg).textContent = this.futures ? "now · sampled futures →" : "now";
  }

  // Handles

  /** Move to a day and a known-by day (ISO, `null` for all that is known now). */
  move(on, knownBy) {
    this.on = number(on);
    this.knownBy = knownBy ? number(knownBy) : null;
    if (!this.chronicle) return;
    if (this.window && this.settle()) this.draw();
    else this.handles();
  }

  handles() {
    if (!this.window || this.on === undefined) return;
    const seen = (n) => n >= this.window[0] && n <= this.window[1];
    const put = (node, n) => {
      node.hidden = !seen(n);
      node.style.transform = `translateX(${this.x(n)}px)`;
      node.style.height = `${this.height - OVER - 8}px`;
    };
    put(this.day, this.on);
    this.speak(this.day, this.on, words(iso(this.on)));
    const known = this.knownBy ?? this.last - 1;
    const shown = Math.min(Math.max(known, this.window[0]), this.window[1]);
    put(this.known, shown);
    this.known.classList.toggle("all", this.knownBy === null);
    this.known.classList.toggle("aside", shown !== known);
    this.speak(this.known, known, this.knownBy === null ? "all that is known now" : words(iso(known)));
  }

  speak(node, n, text) {
    node.setAttribute("aria-valuemin", this.first);
    node.setAttribute("aria-valuemax", this.last - 1);
    node.setAttribute("aria-valuenow", Math.round(Math.min(n, this.last - 1)));
    node.setAttribute("aria-valuetext", text);
  }

  listen() {
    let drag = null;
    const where = (event) => event.clientX - this.host.getBoundingClientRect().left;
    this.host.addEventListener("pointerdown", (event) => {
      const { member, event: id, day } = event.target.dataset ?? {};
      if (member !== undefined) return void this.told.member(Number(member));
      if (id !== undefined) return void this.told.event(id);
      if (day !== undefined) return void this.told.day(day, true);
      const y = event.clientY - this.host.getBoundingClientRect().top;
      drag = this.known.contains(event.target) ? "known" : y <= OVER + 2 ? "over" : "day";
      this.host.setPointerCapture(event.pointerId);
      this.drag(drag, where(event), false);
      (drag === "known" ? this.known : this.day).focus({ preventScroll: true });
      event.preventDefault();
    });
    this.host.addEventListener("pointermove", (event) => drag && this.drag(drag, where(event), false));
    const end = (event) => { if (drag) this.drag(drag, where(event), true); drag = null; };
    this.host.addEventListener("pointerup", end);
    this.host.addEventListener("pointercancel", () => { drag = null; });
    this.host.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.day.addEventListener("keydown", (event) => this.key(event, this.on, (n) => this.told.day(iso(n), true)));
    this.known.addEventListener("keydown", (event) => {
      this.key(event, this.knownBy ?? this.last - 1, (n) => this.told.known(n >= this.last - 1 ? null : iso(n), true));
    });
  }

  drag(what, x, done) {
    if (what === "over") {
      const n = this.first + ((x - this.left) / this.width) * (this.last - this.first);
      return this.told.day(iso(Math.min(Math.max(n, this.first), this.last - 1)), done);
    }
    const n = this.at(x);
    if (what === "day") return this.told.day(iso(n), done);
    return this.told.known(x >= this.left + this.width - 2 || n >= this.last - 1 ? null : iso(n), done);
  }

  wheel(event) {
    if (!this.window) return;
    event.preventDefault();
    const span = this.window[1] - this.window[0], whole = this.last - this.first;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const wanted = sideways ? span : Math.min(Math.max(span * Math.exp(event.deltaY / 500), 45), whole);
    const middle = this.at(event.clientX - this.host.getBoundingClientRect().left);
    let start = sideways ? this.window[0] + ((event.deltaX || event.deltaY) / this.width) * span
      : middle - ((middle - this.window[0]) / span) * wanted;
    start = Math.min(Math.max(start, this.first), this.last - wanted);
    this.window = [start, start + wanted];
    this.days = wanted;
    this.draw();
    this.told.window();
  }

  key(event, n, tell) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30 };
    const ends = { Home: this.first, End: this.last - 1 };
    const step = (steps[event.key] ?? 0) * (event.shiftKey ? 7 : 1);
    if (!step && !(event.key in ends)) return;
    event.preventDefault();
    event.stopPropagation();
    tell(Math.min(Math.max(ends[event.key] ?? n + step, this.first), this.last - 1));
  }
}

/** The days on which an area or a road has another value than before, in words. */
function changesOf(chronicle, names) {
  const found = [], name = (id) => names.get(id) ?? id;
  for (const [zone, spells] of Object.entries(chronicle.control)) {
    spells.slice(1).forEach(([day, by], i) => {
      if (by && by !== spells[i][1]) found.push({ kind: "control", day, actor: by, text: `${name(by)} in control of ${name(zone)}` });
    });
  }
  for (const [road, spells] of Object.entries(chronicle.corridors)) {
    spells.slice(1).forEach(([day, state], i) => {
      if (state && state !== spells[i][1]) found.push({ kind: "corridors", day, state, text: `${name(road)} ${state}` });
    });
  }
  return found;
}
