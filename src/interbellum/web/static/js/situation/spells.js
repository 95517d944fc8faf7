// Days and spells: a spell [day, value...] holds from its day until that of the next. Days are ISO text, which sorts.

export const DAY = 86400000;

/** The number of a day since 1970, from its ISO text. */
export const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);

/** The ISO text of a day, from its number. */
export const iso = (n) => new Date(Math.round(n) * DAY).toISOString().slice(0, 10);

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

/** A day in words, as `20 December 2022`. */
export function words(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

/** The index of the last entry whose first item is not after `day`; -1 where there is none. */
export function last(entries, day) {
  let low = 0, high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle][0] <= day) low = middle + 1; else high = middle;
  }
  return low - 1;
}

/** The values of the spell that `day` lies in, without its day; null where there is none. */
export function at(spells, day) {
  const index = last(spells, day);
  return index < 0 || spells[index][1] === null && spells[index].length === 2 ? null : spells[index].slice(1);
}

/** The next of some ascending days after `day`, or the one before it (`step` -1). */
export function stop(days, day, step) {
  if (step > 0) return days.find((one) => one > day) ?? null;
  return days.findLast((one) => one < day) ?? null;
}

/** A short way of writing a number of deaths or people. */
export const figure = (n) => n.toLocaleString("en");

/** Make an SVG element. */
export function shape(name, attributes = {}, parent = null) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  parent?.append(found);
  return found;
}

/** Make an HTML element with text. */
export function element(name, attributes = {}, text = null) {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  if (text !== null) found.textContent = text;
  return found;
}
