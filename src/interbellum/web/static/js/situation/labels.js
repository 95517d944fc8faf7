// Names on the map: in the language that the reader chose, none over another, the more telling ones first.

import { shape } from "./spells.js";

const FONT = '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';
const KINDS = {
  mission: { size: 12, weight: 650, rank: 0 },
  town: { size: 12, weight: 500, rank: 1 },
  country: { size: 13, weight: 600, rank: 2, wide: 2.2 },
  zone: { size: 11, weight: 400, rank: 3 },
  way: { size: 11, weight: 400, rank: 4 },
};

export class Labels {
  constructor(map) {
    this.map = map;
    this.language = "";
    this.pen = document.createElement("canvas").getContext("2d");
    this.waiting = 0;
  }

  /** Set the names anew when nothing more pressing is to be drawn. */
  soon() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.set());
  }

  /** The name in the chosen language, and what else the place is called. */
  name(thing) {
    const names = thing.names;
    if (this.language === "*") return [names[0].name, [...new Set(names.slice(1).map((one) => one.name))]];
    const own = names.find((one) => one.lang === this.language);
    if (own) return [own.name, []];
    if (!this.language && thing.kind === "zone") return [thing.title, []];
    const others = this.map.atlas.languages.slice(1, 3).map((lang) => names.find((one) => one.lang === lang)?.name);
    return [names[0].name, this.language ? [] : [...new Set(others)].filter((one) => one && one !== names[0].name)];
  }

  set() {
    const { map } = this, taken = this.dots();
    map.words.replaceChildren();
    for (const one of this.wanted()) this.put(one, taken);
  }

  wanted() {
    const { atlas, countries, view } = this.map, found = [];
    for (const one of this.map.camp ?? []) found.push({ kind: "mission", at: one.at, text: one.text, more: [] });
    for (const one of countries) {
      const spots = this.inside(one);
      if (spots.length) found.push({ kind: "country", spots, text: this.name(one)[0].toUpperCase(), more: [] });
    }
    for (const place of atlas.places) {
      const [text, more] = this.name(place);
      if (place.kind === "point") found.push({ kind: "town", at: place.at, text, more, pin: place.node });
      else if (place.kind === "area") continue;
      else if (place.kind === "zone") found.push({ kind: "zone", at: place.at, text: short(text), more: [], box: place.node.getBBox() });
      else if (view.unit < 0.9) found.push({ kind: "way", at: place.at, text, more: [] });
    }
    return found.sort((one, other) => KINDS[one.kind].rank - KINDS[other.kind].rank);
  }

  /** Where the name of a country may stand: well inside the part of it that is in view and not in question. */
  inside(country) {
    const [left, top, width, height] = this.map.view.box;
    const box = (country.box ??= country.node.getBBox());
    if (box.x > left + width || box.x + box.width < left || box.y > top + height || box.y + box.height < top) return [];
    const points = [], point = this.map.svg.createSVGPoint();
    const zones = this.map.atlas.places.filter((one) => one.kind === "zone");
    for (let i = 1; i < 24; i += 1) {
      for (let j = 1; j < 16; j += 1) {
        point.x = left + (width * i) / 24;
        point.y = top + (height * j) / 16;
        if (country.node.isPointInFill(point) && !zones.some((one) => one.node.isPointInFill(point))) points.push([point.x, point.y]);
      }
    }
    const middle = [0, 1].map((axis) => points.reduce((sum, one) => sum + one[axis], 0) / points.length);
    const away = (one) => Math.hypot(one[0] - middle[0], one[1] - middle[1]);
    return points.sort((one, other) => away(one) - away(other));
  }

  dots() {
    const boxes = this.map.overlays();
    for (const place of this.map.atlas.places) {
      if (place.kind === "point") boxes.push(this.around(this.pixel(place.at), 4));
      if (place.cross) boxes.push(this.around(this.pixel(place.at), 7));
    }
    for (const one of this.map.camp ?? []) boxes.push(this.around(this.pixel(one.at), 11));
    for (const node of this.map.spots.children) {
      const pin = this.map.pins.find((one) => one.node === node);
      if (pin) boxes.push(this.around(this.pixel([pin.x, pin.y]), Math.min(Number(node.firstChild.getAttribute("r")), 9)));
    }
    return boxes;
  }

  around([x, y], r) {
    return [x - r, y - r, 2 * r, 2 * r];
  }

  pixel([x, y]) {
    const [left, top] = this.map.view.box;
    return [(x - left) / this.map.view.unit, (y - top) / this.map.view.unit];
  }

  put(one, taken) {
    if (one.spots) return void one.spots.some((at) => this.put({ ...one, at, spots: null }, taken));
    const [x, y] = this.pixel(one.at), { clientWidth: across, clientHeight: down } = this.map.host;
    if (x < 0 || y < 0 || x > across || y > down) return false;
    if (one.pin && one.pin.style.visibility) return false;
    for (const lines of one.more.length ? [[one.text, one.more.join(" · ")], [one.text]] : [[one.text]]) {
      const spot = this.spot(one, lines, x, y).find((box) => free(box, taken, across, down));
      if (!spot) continue;
      taken.push(spot.slice(0, 4));
      this.write(one, lines, spot);
      return true;
    }
    return false;
  }

  /** The boxes in which a label may stand, best first, as [x, y, width, height, anchor]. */
  spot(one, lines, x, y) {
    const { size, wide = 0 } = KINDS[one.kind];
    const width = Math.max(...lines.map((text, i) => this.measure(one.kind, text, i) + wide * text.length));
    const height = size * 1.2 + (lines.length > 1 ? size * 1.05 : 0);
    if (one.kind === "zone" && width > (one.box.width / this.map.view.unit) * 1.05) return [];
    if (["country", "zone"].includes(one.kind)) return [[x - width / 2, y - height / 2, width, height, "middle"]];
    const ring = (off) => [
      [x + off, y - height / 2, width, height, "start"], [x - off - width, y - height / 2, width, height, "end"],
      [x - width / 2, y - off - height, width, height, "middle"], [x - width / 2, y + off, width, height, "middle"],
      [x + off - 1, y - height - 1, width, height, "start"], [x + off - 1, y + 1, width, height, "start"],
      [x - off + 1 - width, y - height - 1, width, height, "end"], [x - off + 1 - width, y + 1, width, height, "end"],
    ];
    return one.kind === "mission" ? ring(15) : [...ring(7), ...ring(13)]; // the wider one clears events on the spot
  }

  measure(kind, text, line) {
    const { size, weight } = KINDS[kind];
    this.pen.font = `${line ? 400 : weight} ${line ? size - 1.5 : size}px ${FONT}`;
    return this.pen.measureText(text).width;
  }

  write(one, lines, [left, top, width, , anchor]) {
    const { size } = KINDS[one.kind], { view } = this.map;
    const x = anchor === "start" ? left : anchor === "end" ? left + width : left + width / 2;
    const at = [view.box[0] + x * view.unit, view.box[1] + top * view.unit];
    const text = shape("text", {
      class: `label ${one.kind}`, "text-anchor": anchor, transform: `translate(${at[0]},${at[1]}) scale(${view.unit})`,
    }, this.map.words);
    lines.forEach((line, i) => {
      shape("tspan", { x: 0, y: size * (0.95 + i * 1.1), class: i ? "more" : "first" }, text).textContent = line;
    });
  }
}

/** A name without what stands in brackets behind it. */
function short(text) {
  return text.replace(/\s*\([^)]*\)\s*$/, "");
}

function free([x, y, width, height], taken, across, down) {
  if (x < 2 || y < 2 || x + width > across - 2 || y + height > down - 2) return false;
  return !taken.some(([a, b, c, d]) => x < a + c + 2 && a < x + width + 2 && y < b + d + 1 && b < y + height + 1);
}
