// "You draw it": a line through one handle for each x. It is drawn with a mouse or a finger, moved with keys, or typed.
import { bare, capital, make, newId, put, readNumber, say, sayAbout, shown, suffix, whyNoNumber } from "./common.js";
import { drawn } from "./number_line.js";

const sketchKeys = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
const sketchReach = 20; // pixels beside a handle within which a hand holds it
const sketchTidy = (value) => Number(value.toPrecision(12));
const sketchPlaced = (values) => values.filter((value) => value !== null).length;

// ---- sizes ----

// Round heights for the axis, about five of them.
function sketchTicks(low, high) {
  const span = high - low;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = power * [1, 2, 2.5, 5, 10].find((each) => each * power * 5 >= span);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, at) => sketchTidy((first + at) * step));
}

// A unit stands once in an axis title, with the sign of money or percent at each number.
const sketchTick = (value, unit, rounded = false) => say(value, unit[2] === "%" ? unit : [unit[0], "", ""], rounded);
const sketchTitle = ({ label, unit }) => {
  const words = unit[2] === "%" ? "" : `${unit[0]}${unit[2]}`.trim();
  return `${capital(label)}${words && words.toLowerCase() !== label.toLowerCase() ? ` (${words})` : ""}`;
};

// Where everything stands, in pixels, for a width and the size of its letters.
function sketchPlaces({ x, y }, width, letter) {
  const ticks = sketchTicks(y.low, y.high).map((value) => ({ value, text: sketchTick(value, y.unit) }));
  const left = Math.ceil(Math.max(...ticks.map(({ text }) => text.length)) * letter * 0.58) + 12;
  const [top, bottom, right] = [12, Math.ceil(letter * 1.2) + 18, 8];
  const tall = Math.round(Math.min(320, Math.max(210, width * 0.5)));
  const [wide, pad] = [width - left - right, Math.min(36, width * 0.06)];
  const [first, last] = [Math.min(...x.at), Math.max(...x.at)];
  const across = (value) => left + (last > first ? pad + ((value - first) / (last - first)) * (wide - 2 * pad) : wide / 2);
  const up = (value) => top + (1 - (value - y.low) / (y.high - y.low)) * tall;
  const heightOf = (pixel) => y.low + (1 - (pixel - top) / tall) * (y.high - y.low);
  return { ticks, left, top, tall, wide, width, height: top + tall + bottom, letter, xs: x.at.map(across), up, heightOf };
}

// ---- the pencil ----

// A stroke, in pixels. A handle that the pencil passes gets the height at which it was passed; the one where the stroke
// began is held as long as the hand stays beside it. `set(at, y)` moves a handle, `before(at)` says where it was.
function sketchPencil(xs, { set, undo }) {
  let [last, held, start, passed, height] = [null, -1, 0, false, 0];
  const away = (at, px) => Math.abs(px - xs[at]);
  function letGo() {
    // Who only began beside a handle, and drew away from it, did not mean it.
    if (passed || start <= sketchReach) set(held, height);
    else undo(held);
    held = -1;
  }
  return {
    down(px, py) {
      held = xs.reduce((best, _, at) => (away(at, px) < away(best, px) ? at : best), 0);
      [last, start, passed, height] = [[px, py], away(held, px), false, py];
      set(held, py);
      return held;
    },
    move(px, py) {
      let moved = held;
      xs.forEach((x, at) => {
        const crossed = px !== last[0] && (x - last[0]) * (x - px) <= 0;
        const crossing = crossed ? last[1] + ((py - last[1]) * (x - last[0])) / (px - last[0]) : py;
        if (at === held) {
          if (crossed) [passed, height] = [true, crossing];
          else if (away(at, px) <= 6) height = py;
          if (away(at, px) <= Math.max(sketchReach, start + 6)) set(at, py);
          else letGo();
        } else if (crossed || (away(at, px) <= sketchReach && away(at, px) < away(at, last[0]))) {
          set(at, crossing);
          moved = at;
        }
      });
      last = [px, py];
      return moved;
    },
  };
}

// ---- the other way in: a table of number fields ----

function sketchTable({ x, y }, onTyped) {
  const problem = make("p", { class: "ck-problem", role: "alert", hidden: true });
  const complain = (text) => {
    problem.hidden = !text;
    put(problem, text);
  };
  const full = (value) => (value === null ? "" : shown(value, y.unit).toLocaleString("en-US", { maximumFractionDigits: 10 }));
  let values = x.at.map(() => null);
  const fields = x.said.map((said, at) => {
    const field = make("input", { type: "text", inputmode: "decimal", class: "ck-sketch-field", autocomplete: "off", "aria-label": `${y.label} at ${said}` });
    const commit = () => {
      if (field.value.trim() === full(values[at])) {
        if (field.getAttribute("aria-invalid") === "true") complain(""); // what stood there before, typed again
        return field.removeAttribute("aria-invalid");
      }
      const value = field.value.trim() ? readNumber(field.value, y.unit) : null;
      const beyond = value !== null && !(value >= y.low && value <= y.high);
      field.setAttribute("aria-invalid", String(beyond));
      if (Number.isNaN(value)) return complain(whyNoNumber(field.value, bare(y.high, y.unit), y.unit[2] === "%"));
      if (beyond) return complain(`${capital(y.label)} can go from ${say(y.low, y.unit)} to ${say(y.high, y.unit)} here.`);
      complain("");
      return onTyped(at, value);
    };
    field.addEventListener("change", commit);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would send the answer
      commit();
    });
    return field;
  });
  const rows = x.said.map((said, at) => make("tr", {}, make("th", { scope: "row" }, capital(said)),
    make("td", {}, y.unit[0], fields[at], make("span", { class: "ck-unit" }, suffix("2", y.unit)))));
  const heads = make("tr", {}, make("th", { scope: "col" }, capital(x.label)), make("th", { scope: "col" }, capital(y.label)));
  const node = make("details", { class: "ck-sketch-table" }, make("summary", {}, "Type the numbers instead"),
    make("table", {}, make("thead", {}, heads), make("tbody", {}, ...rows)), problem);
  const show = (next) => {
    values = next;
    complain("");
    fields.forEach((field, at) => {
      field.removeAttribute("aria-invalid");
      if (field.value !== full(values[at])) field.value = full(values[at]);
    });
  };
  // What stands in a field and is no number of the line: { problem, at }, or null.
  const trouble = () => {
    const at = fields.find((field) => field.getAttribute("aria-invalid") === "true");
    return at ? { problem: problem.textContent, at } : null;
  };
  return { node, show, trouble };
}

// ---- the chart ----

const sketchPath = (places, values) => values.map((value, at) => [places.xs[at], value, at]).filter(([, value]) => value !== null)
  .map(([px, value], order) => `${order ? "L" : "M"}${px} ${places.up(value)}`).join("");

// Grid, axis and its numbers; numbers under the axis that would touch are left out.
function sketchAxes({ x }, places) {
  const group = drawn("g", { "aria-hidden": "true" });
  const floor = places.top + places.tall;
  for (const { value, text } of places.ticks) {
    const at = places.up(value);
    group.append(drawn("line", { x1: places.left, x2: places.left + places.wide, y1: at, y2: at, class: "ck-sketch-grid" }));
    group.append(drawn("text", { x: places.left - 6, y: at + places.letter * 0.35, "text-anchor": "end", class: "ck-sketch-number" }, text));
  }
  group.append(drawn("line", { x1: places.left, x2: places.left + places.wide, y1: floor, y2: floor, class: "ck-sketch-axis" }));
  let free = -Infinity;
  x.at.forEach((value, at) => {
    const text = sketchTick(value, x.unit);
    const half = (text.length * places.letter * 0.58) / 2;
    group.append(drawn("line", { x1: places.xs[at], x2: places.xs[at], y1: floor, y2: floor + 5, class: "ck-sketch-axis" }));
    if (places.xs[at] - half < free) return;
    free = places.xs[at] + half + 6;
    group.append(drawn("text", { x: places.xs[at], y: floor + 12 + places.letter, "text-anchor": "middle", class: "ck-sketch-number" }, text));
  });
  return group;
}

// A number beside a point: above it, or below where there is no room; towards the middle at the sides.
function sketchWord(places, at, value, text, kind, below = false) {
  const px = places.xs[at];
  const half = (text.length * places.letter * 0.56) / 2;
  const right = places.left + places.wide;
  const side = px - half < places.left ? ["start", places.left + 2] : px + half > right ? ["end", right] : ["middle", px];
  const py = places.up(value);
  const under = below ? py + 16 + places.letter < places.top + places.tall : py - 14 - places.letter < 0;
  return drawn("text", { x: side[1], y: under ? py + 14 + places.letter * 0.8 : py - 13, "text-anchor": side[0], class: kind }, text);
}

// Draws a line to draw into `el`.
//   task      of a sheet: x { label, unit, at, said }, y { label, unit, low, high }
//   value     the line so far, null where a handle is not placed; null for no line yet
//   onChange  told the line as it moves
// Returns { value(), set(values), showRight(values), destroy() }. `showRight` draws the right line beside the student's.
export function sketch(el, task, own, { value = null, onChange = () => {} } = {}) {
  const { x, y } = task;
  const step = (y.high - y.low) / 100;
  const filled = (line) => x.at.map((_, at) => (Number.isFinite(line?.[at]) ? line[at] : null));
  let values = filled(value);
  let right = null;
  let active = -1; // whose number is written beside it
  let places = null;
  let pencil = null; // while a stroke is drawn
  let undone = [];

  const svg = drawn("svg", { class: "ck-sketch-plot", role: "group", "aria-label": `${y.label} along ${x.label}: draw the line` });
  const said = make("p", { class: "ck-dim ck-sketch-said" });
  const answer = make("p", { class: "ck-sketch-answer", hidden: true });
  const erase = make("button", { type: "button", class: "ck-button", onclick: () => change(x.at.map(() => null)) }, "Start again");
  const table = sketchTable(task, (at, typed) => place(at, typed));
  const node = make("div", { class: "ck-sketch" }, make("p", { class: "ck-sketch-title" }, sketchTitle(y)), svg, make("p", { class: "ck-sketch-title ck-sketch-along" }, sketchTitle(x)),
    answer, make("div", { class: "ck-sketch-foot" }, said, erase), table.node);
  el.replaceChildren(node);

  // ---- what is drawn ----

  const axes = drawn("g", {});
  const lines = drawn("g", { "aria-hidden": "true" });
  const words = drawn("g", { "aria-hidden": "true" });
  const handles = x.at.map((_, at) => {
    const handle = drawn("g", { role: "slider", tabindex: 0, class: "ck-sketch-handle", "aria-orientation": "vertical", "aria-label": `${y.label} at ${x.said[at]}`,
      "aria-valuemin": y.low, "aria-valuemax": y.high });
    handle.append(drawn("circle", { r: 20, class: "ck-sketch-reach" }), drawn("circle", { r: 12, class: "ck-sketch-ring" }), drawn("circle", { r: 7, class: "ck-sketch-dot" }));
    handle.addEventListener("keydown", (event) => byKey(event, at));
    handle.addEventListener("focus", () => activate(at));
    handle.addEventListener("blur", () => activate(-1));
    return handle;
  });
  svg.append(axes, lines, ...handles, words);

  function activate(at) {
    active = at;
    draw();
  }

  function draw() {
    if (!places) return;
    const line = (kind, points) => drawn("path", { d: sketchPath(places, points), class: kind });
    const diamonds = (right ?? []).map((each, at) => drawn("path", { d: "M0-8 8 0 0 8-8 0z", transform: `translate(${places.xs[at]} ${places.up(each)})`, class: "ck-sketch-right-point" }));
    lines.replaceChildren(...(right ? [line("ck-sketch-right", right), ...diamonds] : []), line("ck-sketch-line", values));
    handles.forEach((handle, at) => {
      const given = values[at];
      handle.setAttribute("transform", `translate(${places.xs[at]} ${places.up(given ?? y.low)})`);
      handle.classList.toggle("ck-sketch-hollow", given === null);
      handle.setAttribute("aria-valuenow", given ?? y.low);
      handle.setAttribute("aria-valuetext", given === null ? `not drawn yet, at ${x.said[at]}` : `${say(given, y.unit)} at ${x.said[at]}`);
    });
    words.replaceChildren(...namesOfLines());
    const count = sketchPlaced(values);
    put(said, count === x.at.length ? `All ${count} points are drawn. Move any of them, or draw over them.`
      : count ? `${count} of ${x.at.length} points are drawn.` : "Draw along the chart with the mouse or a finger, from point to point; or take a point and use the arrow keys.");
    erase.hidden = count === 0;
  }

  // The number of the point in hand; beside the right line, whose line is whose.
  function namesOfLines() {
    const found = [];
    const here = active >= 0 && values[active] !== null ? active : -1;
    if (here >= 0) found.push(sketchWord(places, here, values[here], sketchTick(values[here], y.unit, true), "ck-sketch-word"));
    if (!right) return found;
    const gap = (at) => (values[at] === null ? -1 : Math.abs(values[at] - right[at]));
    const at = right.reduce((best, _, each) => (each !== here && gap(each) > gap(best) ? each : best), here === 0 ? 1 : 0);
    if (values[at] === null || right[at] === undefined) return found;
    const over = values[at] >= right[at];
    return [...found, sketchWord(places, at, values[at], "you", "ck-sketch-word", !over), sketchWord(places, at, right[at], "the answer", "ck-sketch-right-word", over)];
  }

  function layOut() {
    const width = Math.round(svg.clientWidth || node.clientWidth);
    const letter = Number.parseFloat(getComputedStyle(svg).fontSize) || 12;
    if (!width || (places && places.width === width && places.letter === letter)) return;
    places = sketchPlaces(task, width, letter);
    svg.setAttribute("height", places.height);
    svg.setAttribute("viewBox", `0 0 ${width} ${places.height}`);
    axes.replaceChildren(sketchAxes(task, places), drawn("rect", { x: places.left, y: 0, width: places.wide, height: places.top + places.tall + 4, class: "ck-sketch-paper" }));
    draw();
  }

  // ---- what moves it ----

  function change(next) {
    values = next;
    table.show(values);
    draw();
    onChange([...values]);
  }
  function place(at, given) {
    const next = given === null ? null : sketchTidy(Math.min(y.high, Math.max(y.low, given)));
    if (next !== values[at]) change(values.map((each, one) => (one === at ? next : each)));
  }
  // A hand cannot mean more than a two-hundredth of the height.
  const byHand = (pixel) => y.low + Math.round((places.heightOf(pixel) - y.low) / (step / 2)) * (step / 2);

  function byKey(event, at) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = values[at] ?? y.low;
    const target = { Home: y.low, End: y.high, Delete: null, Backspace: null }[event.key];
    const steps = sketchKeys[event.key];
    if (target === undefined && !steps) return;
    event.preventDefault();
    delete svg.dataset.byHand;
    place(at, steps ? now + steps * step : target);
  }

  const spot = (event) => {
    const box = svg.getBoundingClientRect();
    return [((event.clientX - box.left) * places.width) / box.width, ((event.clientY - box.top) * places.height) / box.height];
  };
  // Whose number is shown has the keys too.
  const hold = (at) => at >= 0 && at !== active && handles[at].focus({ preventScroll: true });
  svg.addEventListener("pointerdown", (event) => {
    if (!places || pencil || !event.isPrimary || event.button !== 0) return;
    const [px, py] = spot(event);
    if (px < places.left - sketchReach || py > places.top + places.tall + sketchReach) return;
    event.preventDefault();
    undone = [...values];
    pencil = sketchPencil(places.xs, { set: (at, height) => place(at, byHand(height)), undo: (at) => place(at, undone[at]) });
    svg.dataset.byHand = "yes";
    hold(pencil.down(px, py));
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!pencil || !event.isPrimary) return;
    for (const each of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) hold(pencil.move(...spot(each)));
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) svg.addEventListener(end, () => (pencil = null));

  table.show(values);
  const watcher = new ResizeObserver(layOut);
  watcher.observe(node);
  layOut();
  return {
    value: () => (sketchPlaced(values) ? [...values] : null),
    trouble: () => table.trouble(),
    set(next) {
      values = filled(next);
      table.show(values);
      draw();
    },
    showRight(next) {
      right = Array.isArray(next) && next.length === x.at.length && next.every(Number.isFinite) ? [...next] : null;
      answer.hidden = !right;
      put(answer, right ? `The answer: ${right.map((each, at) => `${sayAbout(each, y.unit)} at ${x.said[at]}`).join("; ")}.` : "");
      draw();
    },
    destroy() {
      watcher.disconnect();
      node.remove();
    },
  };
}
