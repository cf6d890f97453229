// Pictures over time: the numbers behind them, and the sentence that says what they show. _overtime.py does the same
// in Python for the picture that is stored; a test compares the two.
import { about, capital, isShare, number, say, sayAbout } from "./common.js";
import { crossings, heightAt, pointsOf } from "./drawn.js";
import { apart, arranged, dotsNamed } from "./labels.js";

// Money is said without its "a year": the axis says it.
export const withoutTime = (unit) => (unit[0] ? [unit[0], "", ""] : unit);

// A level names what it counts in its own words ("all 24 places full"); money and shares keep their signs.
export const levelAbout = (value, unit) => (unit[0] || isShare(unit) ? sayAbout(value, withoutTime(unit)) : about(value));

export const inputOf = (payload, name) => payload.inputs.find((input) => input.name === name);
const equal = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

// A value at some time, as one says it aloud: of what is counted whole ones, and less than one by that name.
const sayCount = (value, { unit, counted }) => {
  if (counted && value > 0 && value < 1) return `less than ${say(1, unit)}`;
  return sayAbout(counted && value >= 1 && value < 10 ? Math.floor(value + 0.5) : value, unit);
};

// A level line in a sentence; one that is never reached may have a sentence of its own.
export const neverThere = "the line never gets there";
export const levelSaid = ({ said }, never, text) => (never && said === neverThere ? never : `${capital(text)} (${said}).`);

// A number rounded to whole ones where time goes in whole steps: between two of them a crossing is only about there.
export const nearStep = ({ whole }, x) => (whole && Number.isInteger(whole) ? Math.floor(x + 0.5) : x);

// "year 3", "year 2.3".
const when = ({ unit }, x) => `${unit[1].trim()} ${Math.abs(x - Math.round(x)) < 1e-6 ? number(Math.round(x)) : about(x)}`;
const whenAbout = (across, x) => `about ${when(across, nearStep(across, x))}`;

// Where a line stands to a level, in words.
function reached(line, level, found, across) {
  if (!found.length) return line.length && line[0].y >= level ? "the line is never below it" : neverThere;
  const { x, up } = found.at(-1);
  if (found.length > 1) return `crossed ${found.length} times, at last ${whenAbout(across, x)}`;
  return up ? whenAbout(across, x) : `the line falls below it ${whenAbout(across, x)}`;
}

// The same line under each other figure of an input, and the words at the ends of all of them.
function compared(view, payload, compute, values, line, room) {
  if (!view.compare) return { rivals: [], ends: [] };
  const input = inputOf(payload, view.compare);
  const now = values[input.name];
  const others = [...new Set(input.figures.map(({ value }) => value))].filter((value) => !equal(value, now)).sort((a, b) => a - b);
  const lines = others.map((value) => {
    const outs = compute({ ...values, [input.name]: value });
    return { value, line: pointsOf(outs["@time"], outs[view.y], { of: value }) };
  });
  const unit = endUnit(input, room.whole);
  const ends = others.length ? [{ value: now, line }, ...lines].filter((each) => each.line.length) : [];
  return {
    rivals: lines.flatMap((each) => each.line),
    ends: ends.map((each) => ({ y: each.line.at(-1).y, label: say(each.value, unit), role: each.line === line ? "plan" : "rival" })),
  };
}

const shortUnit = (unit) => (unit[2] === "%" ? unit : [unit[0], "", ""]);

// The unit of the values at the ends of lines: the whole of it where the picture has room for it.
function endUnit({ unit, figures }, width) {
  const long = Math.max(...figures.map(({ value }) => say(value, unit).length));
  return width < 430 || long > 16 ? shortUnit(unit) : unit;
}

// How many pixels the words at the ends of lines need, beside a picture of this width.
export function endRoom(payload, view, width) {
  if (!view.compare) return 0;
  const input = inputOf(payload, view.compare);
  const unit = endUnit(input, width);
  return 20 + 6 * Math.max(...[...input.figures.map(({ value }) => value), ...input.slider].map((value) => say(value, unit).length));
}

const labelHeight = 14;

// The words at the ends of lines; above values without a unit stands what they count.
function endLabels(payload, view, ends, [low, high], room) {
  if (!ends.length) return [];
  const input = inputOf(payload, view.compare);
  const [before, , counted] = input.unit;
  const heading = endUnit(input, room.whole) === input.unit || before ? "" : counted.trim();
  const pixel = (high - low) / room.height;
  // An arrow says that a line ends outside of the picture.
  const told = ends.map((end) => ({ ...end, label: `${end.label}${end.y > high ? " ↑" : end.y < low ? " ↓" : ""}` }));
  const stand = apart(told, [low, high - (heading ? 6 : 0) * pixel], labelHeight * pixel);
  return heading ? [...stand, { y: high + 8 * pixel, label: heading, role: "rival", align: "right", dx: endRoom(payload, view, room.whole) }] : stand;
}

const spots = {
  lowest: (line) => line.reduce((best, point) => (point.y < best.y ? point : best)),
  highest: (line) => line.reduce((best, point) => (point.y > best.y ? point : best)),
  last: (line) => line.at(-1),
};

// Points on the line where the view wants them; "last" only where the line goes on to the end.
function marksOn(line, view, values, end, { unit, counted }) {
  const done = [];
  view.marks.forEach(({ input, text }, at) => {
    const found = spots[input] && line.length ? spots[input](line) : { x: values[input], y: heightAt(line, values[input]) };
    // Where the deepest point is the end, one of the two is said.
    if (!Number.isFinite(found.y) || (input === "last" && found.x !== end) || done.some(({ x }) => x === found.x)) return;
    const label = text.replace("{x}", number(found.x)).replace("{y}", sayCount(found.y, { unit: withoutTime(unit), counted }));
    done.push({ x: found.x, y: found.y, label, role: at === 0 ? "plan" : "other" });
  });
  return done;
}

// Where a line stands to a level: the line's words, and the point where it last crosses it.
function levelOf(view, value, line, across) {
  const found = crossings(line, value);
  const text = view.hline.text.replace("{value}", about(value));
  const label = found.length ? `${text}: ${whenAbout(across, found.at(-1).x)}` : text;
  return { rule: { value, text, label, said: reached(line, value, found, across) }, at: found.at(-1)?.x };
}

// The datasets of a view over time for one set of values. `kept` is a set of values drawn as a ghost; `axisOf` gives the
// ends of the upright axis for what is drawn.
export function timeData(payload, view, compute, values, kept, room, axisOf) {
  const across = inputOf(payload, view.x);
  const outs = compute(values);
  const times = outs["@time"];
  const line = pointsOf(times, outs[view.y], { series: "now" });
  const before = kept && compute(kept);
  const ghost = kept ? pointsOf(before["@time"], before[view.y], { series: "kept" }) : [];
  const curve = [...line, ...ghost];
  const right = kept ? Math.max(values[view.x], kept[view.x]) : values[view.x];
  const { rivals, ends } = compared(view, payload, compute, values, line, room);
  const seen = view.seen.filter(({ x }) => x >= 0 && x <= right);
  const marks = marksOn(line, view, values, times.at(-1), payload.outputs[view.y]);
  const value = view.hline ? view.hline.value ?? values[view.hline.input] ?? outs[view.hline.input] : Number.NaN;
  const level = Number.isFinite(value) ? levelOf(view, value, line, across) : null;
  const rules = level ? [level.rule] : [];
  if (level?.at !== undefined) marks.push({ x: level.at, y: value, label: "", role: "limit" });
  if (line.length && ghost.length) {
    const [now, old] = [line.at(-1), ghost.at(-1)];
    if (Math.abs(now.y - old.y) > 0.02 * Math.max(Math.abs(now.y), Math.abs(old.y))) marks.push({ x: old.x, y: old.y, label: "kept", role: "kept" });
  }
  const [low, high] = axisOf({ curve, rules, marks, rivals, seen });
  const pixel = (high - low) / room.height;
  const span = [0, right];
  const taken = [];
  const told = endLabels(payload, view, ends, [low, high], room);
  // Labels may stand a little below and above the axis.
  const full = { tall: high - low, low: low - room.below * pixel, high: high + 18 * pixel, taken, dots: seen, lines: linesIn(curve, "series"), rivals: linesIn(rivals, "of") };
  for (const { align, dx, label, y } of told) {
    if (align) taken.push([right + ((dx - 6 * label.length) * right) / room.width, right, y - 8 * pixel, y + 8 * pixel]);
  }
  const { points, levels } = arranged(marks, curve, span, rules, room, full);
  const dots = dotsNamed(seen.length > 1 ? "counts on record" : "count on record", span, room, full);
  return { curve, rivals, ends: told, seen, right, rules: levels, marks: [...points, ...dots], gap: gapOverTime(times, line, across) };
}

// Points as the lines that they make.
function linesIn(points, key) {
  return [...new Set(points.map((point) => point[key]))].map((name) => points.filter((point) => point[key] === name));
}

function gapOverTime(times, line, across) {
  const missing = times.length - line.length;
  if (!missing || !line.length) return "";
  if (line[0].x === times[missing]) return `Not available before ${when(across, line[0].x)}.`;
  if (line.at(-1).x === times[line.length - 1]) return `Not available after ${when(across, line.at(-1).x)}.`;
  return `Not available in ${missing} of the ${times.length} periods.`;
}

// The line from its start over its highest and lowest point, where they lie between, to its end.
function turnsOf(line) {
  const [first, last] = [line[0], line.at(-1)];
  const [low, high] = [spots.lowest(line), spots.highest(line)];
  const slack = 1e-6 * Math.max(1e-12, Math.abs(low.y), Math.abs(high.y));
  if (high.y - low.y <= slack) return [first];
  const between = [];
  if (high.y > Math.max(first.y, last.y) + slack) between.push(high);
  if (low.y < Math.min(first.y, last.y) - slack) between.push(low);
  return [first, ...between.sort((a, b) => a.x - b.x), last];
}

function courseOverTime(line, across, output) {
  const most = Math.max(...line.map(({ y }) => Math.abs(y)));
  const saying = ({ y }) => sayCount(Math.abs(y) < 1e-6 * most ? 0 : y, output);
  const there = ({ x }) => (x === line[0].x && Math.abs(x - Math.round(x)) >= 1e-6 ? "at first" : `in ${when(across, x)}`);
  const [first, ...turns] = turnsOf(line);
  if (line.length === 1) return `${saying(first)} ${there(first)}`;
  if (!turns.length) return `the line stays at ${saying(first)} until ${when(across, line.at(-1).x)}`;
  const legs = turns.map((to, at) => {
    const from = at ? turns[at - 1] : first;
    const start = at ? "" : ` from ${saying(first)} ${there(first)}`;
    return `${to.y > from.y ? "rises" : "falls"}${start} to ${saying(to)} ${there(to)}`;
  });
  return `the line ${legs.length > 1 ? `${legs.slice(0, -1).join(", ")}, then ${legs.at(-1)}` : legs[0]}`;
}

// How the line passes the counts on record.
function saySeen(all, { seen, curve }) {
  if (!all.length) return "";
  const word = (many) => `${many} count${many === 1 ? "" : "s"} on record (${many === 1 ? "a ring" : "rings"})`;
  const line = curve.filter(({ series }) => series === "now");
  const beyond = all.length - seen.length;
  if (!seen.length) return `${word(all.length).replace(/ \(.*/, "")}, none within this picture.`;
  const counted = { near: 0, above: 0, below: 0 };
  for (const { x, y } of seen) {
    const here = heightAt(line, Math.max(x, line[0].x));
    if (Math.abs(here - y) <= 0.1 * Math.abs(y)) counted.near += 1;
    else if (here > y) counted.above += 1;
    else if (here < y) counted.below += 1;
  }
  const parts = [["within 10% of", counted.near], ["above", counted.above], ["below", counted.below]].filter(([, many]) => many);
  const it = seen.length === 1 ? "it" : "all of them";
  const said = parts.length === 1 && parts[0][1] === seen.length ? `${parts[0][0]} ${it}`
    : parts.map(([how, many]) => `${how} ${many}`).join(", ").replace(/, ([^,]*)$/, " and $1");
  const rest = beyond ? `; ${beyond} more ${beyond === 1 ? "is" : "are"} beyond this picture` : "";
  return `${word(seen.length)}: the line ${said ? `is ${said}` : "does not pass there"}${rest}.`;
}

function sayRivals({ rivals }, { label, unit }) {
  const others = [...new Set(rivals.map(({ of }) => of))];
  if (!others.length) return "";
  const most = say(others.at(-1), unit);
  const less = others.slice(0, -1).map((value) => say(value, shortUnit(unit)));
  return `Faint line${less.length ? "s" : ""}, ${label.charAt(0).toLowerCase()}${label.slice(1)}: ${less.length ? `${less.join(", ")} and ${most}` : most}.`;
}

// What a reader should have seen in the picture.
export function timeSentence(payload, view, data) {
  const across = inputOf(payload, view.x);
  const output = payload.outputs[view.y];
  const [now, before] = ["now", "kept"].map((name) => data.curve.filter(({ series }) => series === name));
  if (!now.length) return `${capital(view.yTitle)}: not available in any period.`;
  // The line's own turns are said already.
  const named = data.marks.filter(({ role, label }) => label && (role === "plan" || role === "other"))
    .filter(({ x }) => !turnsOf(now).some((turn) => turn.x === x)).map(({ label }) => label);
  return [
    `${capital(view.yTitle)}: ${courseOverTime(now, across, output)}.`,
    named.length ? `${capital(named.join("; "))}.` : "",
    ...data.rules.map((rule) => levelSaid(rule, view.hline.never, rule.text)),
    data.gap,
    saySeen(view.seen, data),
    view.compare ? sayRivals(data, inputOf(payload, view.compare)) : "",
    before.length ? `The line that was kept ends at ${sayCount(before.at(-1).y, output)}.` : "",
  ].filter(Boolean).join(" ");
}
