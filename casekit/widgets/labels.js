// Where the words of a picture stand, so that they keep clear of its lines and of each other. _labels.py does the same.
import { passes } from "./drawn.js";

const charWidth = 5.5;
const lineHeight = 15;

// A text on as few lines as there is room for, all about equally long.
function inLines(text, width) {
  const few = Math.max(1, Math.ceil((charWidth * text.length) / width));
  for (let limit = Math.ceil(text.length / few); ; limit += 1) {
    // A number stays with its word.
    const lines = text.split(/ (?!(?:million|billion)\b|[0-9])/).reduce((done, word) => {
      const joined = done.length ? `${done.at(-1)} ${word}` : word;
      return done.length && joined.length <= limit ? [...done.slice(0, -1), joined] : [...done, word];
    }, []);
    if (lines.length <= few) return lines;
  }
}

// The same words on one line, and on more.
const toldIn = (text, width) => [...new Set([text, ...[0.75, 0.5, 0.35].map((share) => labelInLines(text, share * width))])];

// What two points share goes on a line each before anything else is broken.
function labelInLines(text, width) {
  if (charWidth * text.length <= width) return text;
  return text.split(/(?<=;) /).flatMap((piece) => inLines(piece, width)).join("\n");
}

// The box of a label beside a point, in the units of the axes: 8 pixels to the side, 12 above or 14 below, and further off.
function boxBeside({ x, y, label }, { side, up, far }, wide, tall, room) {
  const lines = label.split("\n");
  const long = Math.max(...lines.map((line) => line.length));
  const more = lineHeight * (lines.length - 1);
  const ends = [5, 10 + charWidth * long];
  const xs = (side ? ends.map((away) => side * away) : [-ends[1] / 2, ends[1] / 2]).map((away) => x + (away * wide) / room.width);
  const heights = (up > 0 ? [5, 19 + more] : [7, 21 + more]).map((away) => y + (up * (away + lineHeight * far) * tall) / room.height);
  return [Math.min(...xs), Math.max(...xs), Math.min(...heights), Math.max(...heights)];
}
function standing({ label }, { side, up, far }) {
  const above = -12 - lineHeight * (label.split("\n").length - 1);
  return { align: { 1: "left", [-1]: "right" }[side] ?? "center", dx: 8 * side, dy: (up > 0 ? above : 14) - lineHeight * up * far };
}

// Where a label may stand: to the right (1) or left (-1), above (1) or below (-1).
const anySide = [[1, -1], [1, 1], [-1, 1], [-1, -1]];

// Beside a rising line there is room below to the right and above to the left; beside a falling one the other way round.
function sidesFor(rise, flat) {
  return flat ? anySide : rise ? [[1, -1], [-1, 1]] : [[1, 1], [-1, -1]];
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

const meet = (a, b) => a[0] < b[1] && a[1] > b[0] && a[2] < b[3] && a[3] > b[2];

// What a label in a box would strike through: labels that stand already, lines and dots, and the ends of the picture.
function struck(box, { low, high, taken, lines, rivals, dots }) {
  const [left, right, bottom, top] = box;
  return 3 * (bottom < low || top > high) + 3 * taken.filter((other) => meet(box, other)).length + lines.filter((line) => passes(line, box)).length
    + Math.min(0.6, 0.3 * rivals.filter((line) => passes(line, box)).length)
    + 0.7 * dots.filter(({ x, y }) => x > left && x < right && y > bottom && y < top).length;
}

// Labels of points, each where it strikes through least, and how much they strike through together. `here` is what the
// picture has in it: { tall, low, high, taken: boxes, lines, rivals, dots }.
function stand(marks, curve, [low, high], rules, room, here, overTime) {
  const now = curve.filter(({ series }) => series === "now").map(({ y }) => y);
  const { tall } = here;
  const wide = high - low;
  const rise = now.length < 2 ? 0 : now.at(-1) - now[0];
  // Over time there are more ways to keep a label within the picture: several lines, and above or below its point.
  const cut = overTime ? 5 : 2;
  const sides = overTime ? [...anySide, [0, -1], [0, 1]] : sidesFor(rise >= 0, Math.abs(rise) < 0.02 * tall);
  let total = 0;
  const found = spoken(marks, wide, tall).map((mark) => {
    const mostly = (mark.x - low) / wide > 0.55 ? -1 : 1;
    const ways = overTime ? toldIn(mark.label, room.width) : [mark.label];
    const tried = ways.flatMap((label, more) => [0, 1].flatMap((far) => sides.map(([side, up]) => {
      const told = { ...mark, label };
      const box = boxBeside(told, { side, up, far }, wide, tall, room);
      const cost = 0.5 * far + cut * (box[0] < low || box[1] > high + 0.03 * wide) + struck(box, here)
        + rules.filter(({ value }) => value > box[2] && value < box[3]).length + 0.1 * (side !== mostly) + 0.2 * more;
      return { told, side, up, far, box, cost };
    })));
    const best = tried.reduce((least, each) => (each.cost < least.cost ? each : least));
    if (mark.label) {
      here.taken.push(best.box);
      total += best.cost;
    }
    return { ...best.told, ...standing(best.told, best) };
  });
  return { found, cost: total };
}

// Labels of points that stand clear of a line, which goes one way, of level lines and of their words.
export function placed(marks, curve, span, rules, room, log = false) {
  const ys = [...curve.map(({ y }) => y), ...rules.map(({ value }) => value), 0];
  const tall = Math.max(room.tall, Math.max(...ys) - Math.min(...ys)) || 1;
  const along = log ? Math.log : Number;
  const ends = span.map(along);
  const taken = rules.filter(({ label }) => label).map((rule) => wordsOf(rule, ends, tall, room));
  const here = { tall, low: -Infinity, high: Infinity, taken, lines: [], rivals: [], dots: [] };
  const moved = marks.map((mark) => ({ ...mark, x: along(mark.x) }));
  return stand(moved, curve, ends, rules, room, here, false).found.map((done, at) => ({ ...done, x: marks[at].x }));
}

// The box of a level line's words, at the end where they stand.
function wordsOf({ value, label, align, dy }, [low, high], tall, room) {
  const length = ((5 + charWidth * label.length) / room.width) * (high - low);
  const away = dy > 0 ? [-18, -2] : [2, 18];
  return [align === "right" ? high - length : low, align === "right" ? high : low + length, ...away.map((each) => value + (each * tall) / room.height)];
}

// Labels of points and of level lines in a picture over time. Whichever come first take the best places; the order is
// taken in which all together strike through less.
export function arranged(marks, curve, span, rules, room, full) {
  const tried = (rules.length ? [false, true] : [false]).map((levelsFirst) => {
    const here = { ...full, taken: [...full.taken] };
    const early = levelsFirst ? levelsOverTime(rules, span, room, here) : null;
    const points = stand(marks, curve, span, rules, room, here, true);
    const levels = early ?? levelsOverTime(rules, span, room, here);
    return { points: points.found, levels: levels.found, cost: points.cost + levels.cost, here };
  });
  const best = tried.reduce((least, each) => (each.cost < least.cost - 1e-9 ? each : least));
  full.taken.splice(0, full.taken.length, ...best.here.taken);
  return best;
}

// One name for all dots, beside the dot where it strikes through least; none where there is no room for it.
export function dotsNamed(label, [low, high], room, full) {
  const tried = full.dots.flatMap(({ x, y }) => anySide.map(([side, up]) => {
    const mark = { x, y, label, role: "seen" };
    const box = boxBeside(mark, { side, up, far: 0 }, high - low, full.tall, room);
    return { mark: { ...mark, ...standing(mark, { side, up, far: 0 }) }, cost: struck(box, full) + 2 * (box[0] < low || box[1] > high) };
  }));
  const best = tried.reduce((least, each) => (each.cost < least.cost ? each : least), { cost: Infinity });
  return best.cost < 0.7 ? [best.mark] : [];
}

// The words of a level line stand at the end where the curve is further away.
export function labelled(rule, curve, [low, high]) {
  const now = curve.filter(({ series }) => series === "now");
  const away = (point) => (point ? Math.abs(point.y - rule.value) : 0);
  const right = away(now.at(-1)) >= away(now[0]);
  // Above the line, unless nothing else is as high.
  const top = curve.every(({ y }) => y < rule.value) && rule.value >= 0;
  return { ...rule, at: right ? high : low, align: right ? "right" : "left", dy: top ? 12 : -8 };
}

// Over time they stand at either end, above or below, where they strike through least; on several lines where they are long.
function levelsOverTime(rules, [low, high], room, full) {
  let total = 0;
  const found = rules.map((rule) => {
    const broken = [0.9, 0.75, 0.5, 0.35].map((share) => inLines(rule.label, share * room.width)).filter((told, at) => at || told.length === 1);
    const tried = broken.flatMap((told) => [[0, 1], [1, 1], [0, -1], [1, -1]].map(([right, up]) => {
      const lines = told.length;
      const length = ((5 + charWidth * Math.max(...told.map((line) => line.length))) / room.width) * (high - low);
      const heights = (up > 0 ? [6, lineHeight * lines] : [5, 4 + lineHeight * lines]).map((away) => rule.value + (up * away * full.tall) / room.height);
      const box = [right ? high - length : low, right ? high : low + length, Math.min(...heights), Math.max(...heights)];
      const place = { at: right ? high : low, align: right ? "right" : "left", dy: up > 0 ? -8 - lineHeight * (lines - 1) : 12 };
      return { label: told.join("\n"), place, box, cost: struck(box, full) + 0.2 * (up < 0) };
    }));
    const best = tried.reduce((least, each) => (each.cost < least.cost ? each : least));
    full.taken.push(best.box);
    total += best.cost;
    return { ...rule, label: best.label, ...best.place };
  });
  return { found, cost: total };
}

// The words at the ends of several lines, each as near to its line as the others let it: neighbors that would stand
// closer than `gap` are spread around their middle, and all stay between `low` and `high`.
export function apart(ends, [low, high], gap) {
  const order = [...ends].sort((a, b) => b.y - a.y);
  const groups = [];
  order.forEach(({ y }, at) => {
    let group = { all: y + at * gap, many: 1 };
    while (groups.length && groups.at(-1).all / groups.at(-1).many <= group.all / group.many) {
      const above = groups.pop();
      group = { all: above.all + group.all, many: above.many + group.many };
    }
    groups.push(group);
  });
  const least = low + (order.length - 1) * gap;
  const even = groups.flatMap(({ all, many }) => Array(many).fill(Math.min(high, Math.max(least, all / many))));
  return order.map((end, at) => ({ ...end, y: even[at] - at * gap }));
}
