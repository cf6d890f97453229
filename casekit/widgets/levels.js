// The numbers behind the picture of a stored table, and the sentence that says what it shows. _levels.py does the
// same in Python for the picture that is stored; a test compares the two.
import { capital, say, sayAbout, shown } from "./common.js";
import { fitRange } from "./series.js";

const given = (value) => Number.isFinite(value);

// Beside 150 days, 0.04 is none.
const most = (column) => Math.max(0, ...[...column.values, ...column.high].filter(given).map(Math.abs));
const plainly = (value, column) => (given(value) && Math.abs(value) < 0.005 * most(column) ? 0 : value);

// How a column is said at a level: as one says it aloud, or with more digits where its two ends would sound the same.
function wordsAt(column, at) {
  const [low, high] = [column.low[at], column.high[at]].map((end) => plainly(end, column));
  return given(low) && given(high) && sayAbout(low, column.unit) === sayAbout(high, column.unit) ? say : sayAbout;
}

// "12 days", "not available".
function sayShort(column, at) {
  const value = column.values[at];
  return given(value) ? wordsAt(column, at)(plainly(value, column), column.unit) : "not available";
}

// "about 12 days", "14 days" when it is 14 exactly, "not available".
export function sayMean(column, at) {
  const value = shown(column.values[at], column.unit);
  const exact = value === Math.round(value) && Math.abs(value) < 1e6;
  return `${exact || !given(column.values[at]) ? "" : "about "}${sayShort(column, at)}`;
}

// "10 to 14", in the unit of the mean that stands before it; "" where there is none.
export function sayRange(column, at) {
  const ends = [column.low[at], column.high[at]];
  if (!ends.every(given)) return "";
  const unit = column.unit[0] || column.unit[2] === "%" ? column.unit : ["", "", ""];
  const [from, to] = ends.map((end) => wordsAt(column, at)(plainly(end, column), unit));
  return from === to ? "the runs agree" : `${from} to ${to}`;
}

export const columnOf = (payload, name) => payload.columns.find((column) => column.name === name);

// The headline with its numbers, in two pieces: what is set, and what it means.
export function sayHeadline(payload, at) {
  const { by, levels, columns, headline } = payload;
  const missing = new Set();
  const fill = (text) => text.replace(/\{([^{}]*)\}/g, (hole, name) => {
    if (name === "by") return say(levels[at], by.unit);
    const column = columnOf(payload, name);
    if (!column) return hole; // braces in the label of a column
    if (!given(column.values[at])) missing.add(column);
    return sayMean(column, at);
  });
  const lead = fill(headline.lead);
  const claim = fill(headline.claim);
  if (!missing.size) return [lead, claim];
  return [lead, columns.filter((column) => missing.has(column)).map(({ label }) => `${label}: not available.`).join(" ")];
}

const letterWidth = 5.8;

// A label on two lines where one has no room.
function broken(label, room) {
  if (letterWidth * label.length <= room) return label;
  const spaces = [...label].flatMap((letter, at) => (letter === " " ? [at] : []));
  if (!spaces.length) return label;
  const cut = spaces.reduce((best, at) => (Math.abs(2 * at - label.length) < Math.abs(2 * best - label.length) ? at : best));
  return `${label.slice(0, cut)}\n${label.slice(cut + 1)}`;
}

// { band, levels, rules, now } of a view at one level; `room` says how many pixels the picture is wide.
export function stepsData(payload, view, at, room) {
  const column = columnOf(payload, view.column);
  const [low, high] = view.domain;
  const share = (x) => (x - low) / (high - low);
  const runs = (isThere, row) => {
    let run = 0;
    return payload.levels.flatMap((x, place) => {
      if (!isThere(place)) {
        run += 1;
        return [];
      }
      return [{ x, ...row(place), run }];
    });
  };
  const levels = runs((place) => given(column.values[place]), (place) => ({ y: column.values[place] }));
  const band = runs((place) => given(column.low[place]) && given(column.high[place]), (place) => ({ low: column.low[place], high: column.high[place] }));
  let rows = 0;
  const rules = payload.limits.filter(({ value }) => given(value) && value >= low && value <= high).map(({ value, label }) => {
    const left = share(value) > 0.5;
    const text = broken(label, room * (left ? share(value) : 1 - share(value)) - 8);
    const rule = { x: value, label: text, align: left ? "right" : "left", dx: left ? -5 : 5, dy: 15 * rows };
    rows += text.split("\n").length;
    return rule;
  });
  const [x, y] = [payload.levels[at], column.values[at]];
  const now = { x, y: given(y) ? y : null, high: given(column.high[at]) ? column.high[at] : null, cap: view.cap, label: sayShort(column, at) };
  const data = { band, levels, rules, now: [now] };
  const [, top] = stepsRange(data);
  // Left of the point and above it a rising line leaves room; near the top the words go below.
  const left = share(x) > 0.4;
  Object.assign(now, { align: left ? "right" : "left", dx: left ? -8 : 8, dy: y > 0.82 * top ? 16 : -12 });
  return data;
}

// The axis shows the elbow before the first limit, and grows where the hand goes higher.
export function stepsRange({ band, levels, rules, now }) {
  const ys = [...levels.map(({ y }) => y), ...band.flatMap((row) => [row.low, row.high])];
  const [{ y: here, high: above, cap }] = now;
  const seen = [...ys.filter((y) => y <= (cap ?? Infinity)), ...[here, above].filter(given)];
  // Room at the top for the labels of upright rules.
  const lines = rules.reduce((sum, { label }) => sum + label.split("\n").length, 0);
  const head = (1 + 0.09 * lines) * Math.max(0, ...seen);
  const [low, high] = fitRange({ curve: [...seen, head].map((y) => ({ y })), rules: [], marks: [] });
  return [low, high > low ? high : low + 1];
}

function trend(levels, column) {
  const ys = levels.map(({ y }) => plainly(y, column));
  const [first, last, low, high] = [ys[0], ys.at(-1), Math.min(...ys), Math.max(...ys)];
  // What moves less than this is chance, or not worth a word.
  const slack = Math.max(0.03 * (high - low), 0.01 * Math.max(Math.abs(low), Math.abs(high)));
  if (high - low <= 2 * slack) return "stays";
  if (high > Math.max(first, last) + slack) return "rises, then falls,";
  if (low < Math.min(first, last) - slack) return "falls, then rises,";
  return last > first ? "rises" : "falls";
}

const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

// What is said of a limit: the picture draws it where it has room.
function sayLimit(payload, view, column, { value, label, bare }) {
  if (!given(value)) return `${capital(bare)}: not available.`;
  const [low, high] = view.domain;
  if (value < low || value > high) return `${capital(label)}, which is beyond this picture.`;
  const below = payload.levels.findLastIndex((x, at) => x <= value && given(column.values[at]));
  return below < 0 ? `${capital(label)}.` : `${capital(label)} (at ${say(payload.levels[below], payload.by.unit)}: ${sayMean(column, below)}).`;
}

// What a reader should have seen in the picture.
export function stepsSentence(payload, view, data) {
  const column = columnOf(payload, view.column);
  const xUnit = payload.by.unit;
  const { levels } = data;
  if (!levels.length) return `${capital(column.label)}: not available at any level.`;
  const [first, last] = [levels[0], levels.at(-1)].map(({ x }) => payload.levels.indexOf(x));
  const [from, to] = [first, last].map((at) => say(payload.levels[at], xUnit));
  const how = trend(levels, column);
  const said = [how === "stays"
    ? `${capital(column.label)}: the line stays near ${sayShort(column, first)} from ${from} to ${to}.`
    : `${capital(column.label)}: the line ${how} from ${sayMean(column, first)} at ${from} to ${sayMean(column, last)} at ${to}.`];
  said.push(...payload.limits.map((limit) => sayLimit(payload, view, column, limit)));
  const gaps = payload.levels.filter((_, at) => !given(column.values[at])).map((x) => say(x, xUnit));
  if (gaps.length) said.push(`Not available at ${gaps.length > 3 ? `${gaps.length} of the ${payload.levels.length} levels` : listed(gaps)}.`);
  const [, top] = stepsRange(data);
  if (levels.some(({ y }) => y > top)) said.push(`The picture is cut off above ${sayAbout(top, column.unit)}.`);
  return said.join(" ");
}
