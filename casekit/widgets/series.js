// The numbers behind a picture, and the sentence that says what it shows. casekit/widgets/_picture.py does
// the same in Python for the picture that is stored; a test compares the two.
import { capital, number, say, sayAbout } from "./common.js";
import { crossings, heightAt, pointsOf } from "./drawn.js";
import { labelled, placed } from "./labels.js";
import { inputOf, levelAbout, levelSaid, nearStep, neverThere, timeData, timeSentence, withoutTime } from "./overtime.js";

const pointsOnLine = 81;

// Where a line is worked out: at even steps or ratios; an input that sets how many periods there are goes by whole steps.
function gridOf({ slider: [low, high], log, whole, step }) {
  if (whole) {
    const steps = Math.round((high - low) / step);
    const stride = Math.ceil(steps / (pointsOnLine - 1)) || 1;
    return Array.from({ length: Math.floor(steps / stride) + 1 }, (_, at) => low + at * stride * step);
  }
  return Array.from({ length: pointsOnLine }, (_, at) => {
    const share = at / (pointsOnLine - 1);
    return log ? low * (high / low) ** share : low + (high - low) * share;
  });
}

// Where the line crosses a level, by halving the first interval in which it does; NaN when it never does.
function crossing(f, xs, ys, level) {
  for (let at = 1; at < xs.length; at += 1) {
    let [from, to] = [xs[at - 1], xs[at]];
    const start = ys[at - 1] - level;
    const end = ys[at] - level;
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

// A picture of one number over an input.
function plainData(payload, view, compute, values, kept, room) {
  const across = inputOf(payload, view.x);
  const yUnit = payload.outputs[view.y].unit;
  const [low, high] = across.slider;
  const inside = across.whole ? [] : view.marks.map(({ input }) => values[input]).filter((x) => x > low && x < high);
  const xs = [...new Set([...gridOf(across), ...inside])].sort((a, b) => a - b);
  const from = (start) => (x) => compute({ ...start, [view.x]: x })[view.y];
  const f = from(values);
  const ys = xs.map(f);
  const line = pointsOf(xs, ys, { series: "now" });
  const curve = kept ? [...line, ...pointsOf(xs, xs.map(from(kept)), { series: "kept" })] : line;

  const rules = [];
  const marks = [];
  view.marks.forEach(({ input, text }, at) => {
    const x = values[input];
    const y = across.whole ? heightAt(line, x) : f(x);
    if (!(x >= low && x <= high) || !Number.isFinite(y)) return;
    const label = text.replace("{x}", number(x)).replace("{y}", sayAbout(y, withoutTime(yUnit)));
    marks.push({ x, y, label, role: at === 0 ? "plan" : "other" });
  });
  if (view.hline) {
    const value = view.hline.value ?? values[view.hline.input] ?? compute(values)[view.hline.input];
    if (Number.isFinite(value)) {
      const x = across.whole ? crossings(line, value)[0]?.x ?? Number.NaN : crossing(f, xs, ys, value);
      const where = sayAbout(nearStep(across, x), across.unit);
      rules.push({ value, label: view.hline.text.replace("{value}", levelAbout(value, yUnit)), said: Number.isFinite(x) ? `reached at ${where}` : neverThere });
      if (Number.isFinite(x) && !marks.some((mark) => Math.abs(mark.x - x) < (high - low) / 100)) {
        marks.push({ x, y: value, label: where, role: "limit" });
      }
    }
  }
  const [now, before] = ["now", "kept"].map((name) => curve.filter(({ series }) => series === name).at(-1));
  if (now && before && Math.abs(now.y - before.y) > 0.02 * Math.max(Math.abs(now.y), Math.abs(before.y))) {
    marks.push({ x: before.x, y: before.y, label: "kept", role: "kept" });
  }
  const named = rules.map((rule) => labelled(rule, curve, [low, high]));
  return {
    curve,
    rules: named,
    marks: placed(marks, curve, [low, high], named, room, across.log),
    gap: gapOnLine(xs, line, across),
  };
}

function gapOnLine(xs, line, { unit }) {
  const missing = xs.length - line.length;
  if (!missing || !line.length) return "";
  if (line[0].x === xs[missing]) return `Not available below about ${sayAbout(line[0].x, unit)}.`;
  if (line.at(-1).x === xs[line.length - 1]) return `Not available above about ${sayAbout(line.at(-1).x, unit)}.`;
  return `Not available on ${sayAbout(missing / xs.length, ["", "%", "%"])} of this line.`;
}

// As in the picture that is stored.
const usualRoom = { tall: 0, range: null, width: 500, height: 260, whole: 560, below: 18 };

// The datasets of a view for one set of values: { curve, rules, marks } and, over time, { rivals, ends, seen }. `kept` is
// a set of values drawn as a ghost. `room` says how tall the axis is, where it ends, how many pixels (of a small letter)
// are between the axes and below them, and how wide the whole picture is, so that labels can keep clear.
export function viewData(payload, view, compute, values, kept, room = usualRoom) {
  if (!view.overTime) return plainData(payload, view, compute, values, kept, room);
  return timeData(payload, view, compute, values, kept, room, (data) => nextRange(room.range, data));
}

// A round upper and lower end for the axis. Lines to compare with may leave the picture before the line itself looks flat.
export function fitRange({ curve, rules, marks, rivals = [], seen = [] }) {
  const ys = [...[curve, marks, seen].flatMap((points) => points.map(({ y }) => y)), ...rules.map(({ value }) => value), 0];
  const [least, most] = [Math.min(...ys), Math.max(...ys)];
  const beyond = 1.5 * (most - least);
  const low = Math.max(least - beyond, Math.min(least, ...rivals.map(({ y }) => y)));
  const high = Math.min(most + beyond, Math.max(most, ...rivals.map(({ y }) => y)));
  const span = high - low || 1;
  const unit = 10 ** Math.floor(Math.log10(span / 4));
  const step = unit * [1, 2, 2.5, 5, 10].find((each) => (each * unit * 5) >= span);
  const half = step / 2;
  return [Math.floor(low / half + 1e-9) * half, Math.ceil(high / half - 1e-9) * half];
}

// The axis stays while a hand moves, so that the line is seen to move: it grows when it must and
// closes in again only when the picture has become small. Over time its third number is where time ends.
export function nextRange(before, data) {
  const fit = fitRange(data);
  const end = data.right === undefined ? [] : [data.right];
  if (!before) return [...fit, ...end];
  const grown = [Math.min(before[0], fit[0]), Math.max(before[1], fit[1])];
  return [...(fit[1] - fit[0] < 0.25 * (grown[1] - grown[0]) ? fit : grown), ...end];
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

// What a reader should have seen in the picture.
export function viewSentence(payload, view, data) {
  if (view.overTime) return timeSentence(payload, view, data);
  const { curve, rules, marks, gap } = data;
  const xUnit = inputOf(payload, view.x).unit;
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
    const never = view.hline.never.replace("{value}", levelAbout(rule.value, yUnit));
    said.push(levelSaid(rule, never, rule.label));
  }
  if (gap) said.push(gap);
  if (keptLine.length) said.push(`The line that was kept ends at ${sayAbout(keptLine.at(-1).y, yUnit)}.`);
  return said.join(" ");
}
