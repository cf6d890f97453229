// The numbers behind a picture, and the sentence that says what it shows. casekit/widgets/_picture.py does
// the same in Python for the picture that is stored; a test compares the two.
import { about, number, say, sayAbout } from "./common.js";

const pointsOnLine = 81;

function gridOf({ slider: [low, high], log }) {
  return Array.from({ length: pointsOnLine }, (_, at) => {
    const share = at / (pointsOnLine - 1);
    return log ? low * (high / low) ** share : low + (high - low) * share;
  });
}

// Where the line crosses a level, by halving the first interval in which it does; NaN when it never does.
function crossing(f, xs, level) {
  for (let at = 1; at < xs.length; at += 1) {
    let [from, to] = [xs[at - 1], xs[at]];
    const start = f(from) - level;
    const end = f(to) - level;
    if (Number.isNaN(start) || Number.isNaN(end) || start * end > 0 || start === end) continue;
    if (start === 0) return from;
    for (let step = 0; step < 60; step += 1) {
      const middle = (from + to) / 2;
      if ((f(middle) - level) * start > 0) from = middle;
      else to = middle;
    }
    return (from + to) / 2;
  }
  return Number.NaN;
}

// { curve, rules, marks } of a view for one set of values. `kept` is a set of values drawn as a ghost.
// `room` says how tall the axis is and how many pixels the picture is wide, so that labels can keep clear.
export function viewData(payload, view, compute, values, kept, room = { tall: 0, width: 500 }) {
  const xInput = payload.inputs.find(({ name }) => name === view.x);
  const yUnit = payload.outputs[view.y].unit;
  const f = (x) => compute({ ...values, [view.x]: x })[view.y];
  const grid = gridOf(xInput);
  const [low, high] = xInput.slider;
  const inside = view.marks.map(({ input }) => values[input]).filter((x) => x > low && x < high);
  const xs = [...new Set([...grid, ...inside])].sort((a, b) => a - b);
  const line = (g, series) => xs.map((x) => ({ x, y: g(x), series })).filter(({ y }) => Number.isFinite(y));
  const curve = line(f, "now");
  if (kept) curve.push(...line((x) => compute({ ...kept, [view.x]: x })[view.y], "kept"));

  const rules = [];
  const marks = [];
  view.marks.forEach(({ input, text }, at) => {
    const x = values[input];
    const y = f(x);
    if (!(x >= low && x <= high) || !Number.isFinite(y)) return;
    // Money is said without its "a year": the axis says it.
    const label = text.replace("{x}", number(x)).replace("{y}", sayAbout(y, yUnit[0] ? [yUnit[0], "", ""] : yUnit));
    marks.push({ x, y, label, role: at === 0 ? "plan" : "other" });
  });
  if (view.hline) {
    const value = view.hline.value ?? values[view.hline.input] ?? compute(values)[view.hline.input];
    if (Number.isFinite(value)) {
      const x = crossing(f, xs, value);
      rules.push({ value, label: view.hline.text.replace("{value}", about(value)), x });
      if (Number.isFinite(x) && !marks.some((mark) => Math.abs(mark.x - x) < (high - low) / 100)) {
        marks.push({ x, y: value, label: sayAbout(x, xInput.unit), role: "limit" });
      }
    }
  }
  const [now, before] = ["now", "kept"].map((name) => curve.filter(({ series }) => series === name).at(-1));
  if (now && before && Math.abs(now.y - before.y) > 0.02 * Math.max(Math.abs(now.y), Math.abs(before.y))) {
    marks.push({ x: before.x, y: before.y, label: "kept", role: "kept" });
  }
  return { curve, rules: rules.map((rule) => labelled(rule, curve, [low, high])), marks: placed(marks, curve, [low, high], rules, room) };
}

const charWidth = 5.8;

// Where a label may stand: to the right (1) or left (-1), above (1) or below (-1), near (0) or further off (1). Beside a
// rising line there is room below to the right and above to the left; beside a falling one the other way round.
function sidesFor(rise, flat) {
  const near = flat ? [[1, -1], [1, 1], [-1, 1], [-1, -1]] : rise ? [[1, -1], [-1, 1]] : [[1, 1], [-1, -1]];
  return [0, 1].flatMap((far) => near.map(([side, up]) => ({ side, up, far })));
}

// Two points in one place share their words: side by side, neither label would have room.
function spoken(marks, wide, tall) {
  const named = ({ role }) => role === "plan" || role === "other";
  const near = (a, b) => Math.abs(a.x - b.x) < 0.02 * wide && Math.abs(a.y - b.y) < 0.02 * tall;
  return marks.reduce((said, mark) => {
    const at = named(mark) ? said.findIndex((other) => named(other) && other.label && near(other, mark)) : -1;
    if (at < 0) return [...said, mark];
    const joined = { ...said[at], label: `${said[at].label}; ${mark.label}` };
    return [...said.map((other, place) => (place === at ? joined : other)), { ...mark, label: "" }];
  }, []);
}

// Labels stand clear of the line, of level lines and of each other.
function placed(marks, curve, [low, high], rules, room) {
  const now = curve.filter(({ series }) => series === "now").map(({ y }) => y);
  const ys = [...curve.map(({ y }) => y), ...rules.map(({ value }) => value), 0];
  const wide = high - low;
  const tall = Math.max(room.tall, Math.max(...ys) - Math.min(...ys)) || 1;
  const rise = now.length < 2 ? 0 : now.at(-1) - now[0];
  const boxes = [];
  const boxOf = (mark, { side, up, far }) => {
    const xs = [0.01, 0.02 + (charWidth * mark.label.length) / room.width].map((away) => mark.x + side * away * wide);
    const heights = [0.02, 0.1].map((away) => mark.y + up * (away + 0.08 * far) * tall);
    return [Math.min(...xs), Math.max(...xs), Math.min(...heights), Math.max(...heights)];
  };
  const cost = ([left, right, bottom, top], far) => 0.5 * far + 2 * (left < low || right > high + 0.03 * wide)
    + boxes.filter((box) => left < box[1] && right > box[0] && bottom < box[3] && top > box[2]).length
    + rules.filter(({ value }) => value > bottom && value < top).length;
  return spoken(marks, wide, tall).map((mark) => {
    const sides = sidesFor(rise >= 0, Math.abs(rise) < 0.02 * tall);
    const mostly = (mark.x - low) / wide > 0.55 ? -1 : 1;
    const tried = sides.map((at) => {
      const box = boxOf(mark, at);
      return { ...at, box, cost: cost(box, at.far) + 0.1 * (at.side !== mostly) };
    });
    const { side, up, far, box } = tried.reduce((best, each) => (each.cost < best.cost ? each : best));
    boxes.push(box);
    return { ...mark, align: side > 0 ? "left" : "right", dx: 8 * side, dy: (up > 0 ? -12 : 14) - 15 * up * far };
  });
}

// The words of a level line stand at the end where the curve is further away.
function labelled(rule, curve, [low, high]) {
  const now = curve.filter(({ series }) => series === "now");
  const away = (point) => (point ? Math.abs(point.y - rule.value) : 0);
  const right = away(now.at(-1)) >= away(now[0]);
  // Above the line, unless nothing else is as high.
  const top = curve.every(({ y }) => y < rule.value) && rule.value >= 0;
  return { ...rule, at: right ? high : low, align: right ? "right" : "left", dy: top ? 12 : -8 };
}

// A round upper and lower end for the axis.
export function fitRange({ curve, rules, marks }) {
  const ys = [...curve.map(({ y }) => y), ...rules.map(({ value }) => value), ...marks.map(({ y }) => y), 0];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const span = high - low || 1;
  const unit = 10 ** Math.floor(Math.log10(span / 4));
  const step = unit * [1, 2, 2.5, 5, 10].find((each) => (each * unit * 5) >= span);
  const half = step / 2;
  return [Math.floor(low / half + 1e-9) * half, Math.ceil(high / half - 1e-9) * half];
}

// The axis stays while a hand moves, so that the line is seen to move: it grows when it must and
// closes in again only when the picture has become small.
export function nextRange(before, data) {
  const fit = fitRange(data);
  if (!before) return fit;
  const grown = [Math.min(before[0], fit[0]), Math.max(before[1], fit[1])];
  return fit[1] - fit[0] < 0.25 * (grown[1] - grown[0]) ? fit : grown;
}

function course(line) {
  const ys = line.map(({ y }) => y);
  const [first, last, low, high] = [ys[0], ys.at(-1), Math.min(...ys), Math.max(...ys)];
  const slack = 1e-6 * Math.max(1e-12, Math.abs(low), Math.abs(high));
  if (high - low <= slack) return "stays";
  if (high > Math.max(first, last) + slack) return "rises, then falls,";
  if (low < Math.min(first, last) - slack) return "falls, then rises,";
  return last > first ? "rises" : "falls";
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// What a reader should have seen in the picture.
export function viewSentence(payload, view, { curve, rules, marks }) {
  const xUnit = payload.inputs.find(({ name }) => name === view.x).unit;
  const yUnit = payload.outputs[view.y].unit;
  const now = curve.filter(({ series }) => series === "now");
  const keptLine = curve.filter(({ series }) => series === "kept");
  if (!now.length) return `${capital(view.yTitle)}: not available anywhere on this line.`;
  // Beside 153 cars, 0.04 is none.
  const most = Math.max(...now.map(({ y }) => Math.abs(y)));
  const [from, to] = [now[0], now.at(-1)].map(({ x, y }) => ({ x, y: Math.abs(y) < 0.005 * most ? 0 : y }));
  const how = course(now);
  const said = [how === "stays"
    ? `${capital(view.yTitle)}: the line stays at ${sayAbout(from.y, yUnit)} from ${say(from.x, xUnit)} to ${say(to.x, xUnit)}.`
    : `${capital(view.yTitle)}: the line ${how} from ${sayAbout(from.y, yUnit)} at ${say(from.x, xUnit)} to ${sayAbout(to.y, yUnit)} at ${say(to.x, xUnit)}.`];
  const named = marks.filter(({ role, label }) => label && (role === "plan" || role === "other")).map(({ label }) => label);
  if (named.length) said.push(`${capital(named.join("; "))}.`);
  for (const rule of rules) {
    said.push(`${capital(rule.label)} (${Number.isFinite(rule.x) ? `reached at ${sayAbout(rule.x, xUnit)}` : "the line never gets there"}).`);
  }
  if (keptLine.length) said.push(`The line that was kept ends at ${sayAbout(keptLine.at(-1).y, yUnit)}.`);
  return said.join(" ");
}
