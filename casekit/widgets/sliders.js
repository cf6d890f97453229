// One row of the explorer: label, slider, a number that can be typed, and where the figure comes from.
import { bare, make, newId, number, put, readNumber, say, shown, suffix, whyNoNumber } from "./common.js";
import { sourceChip } from "./chips.js";

// How a hand moves: along whole steps, or along even ratios when the slider is logarithmic.
export function scaleOf({ slider: [low, high], step, log }) {
  const clamp = (value) => Math.min(high, Math.max(low, value));
  // Steps are counted from zero, so that a hand lands on 2,000 and not on 2,001.
  const tidy = (value) => Number(value.toPrecision(12));
  const snap = (value) => clamp(tidy(Math.round(value / step) * step));
  if (!log) {
    const move = (value, steps) => {
      const at = value / step;
      const near = Math.abs(at - Math.round(at)) < 1e-6 ? Math.round(at) : steps > 0 ? Math.floor(at) : Math.ceil(at);
      return clamp(tidy((near + steps) * step));
    };
    return { low, high, place: (value) => value, value: snap, move, clamp };
  }
  const two = (value) => clamp(Number(value.toPrecision(2)));
  const place = (value) => Math.log(clamp(value) / low) / Math.log(high / low);
  const value = (at) => (at <= 0 ? low : at >= 1 ? high : two(low * (high / low) ** at));
  const move = (from, steps) => {
    let next = from;
    for (let tries = Math.abs(steps); next === from && tries <= 50; tries += 1) {
      next = value(place(from) + (Math.sign(steps) * tries) / 100);
    }
    return next;
  };
  return { low: 0, high: 1, place, value, move, clamp };
}

const growsByItself = globalThis.CSS?.supports("field-sizing", "content");
const keySteps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

// A native range input with our own steps; the same on every browser.
export function slider(input, { label, onMove }) {
  const scale = scaleOf(input);
  const node = make("input", { type: "range", class: "ck-slider", min: scale.low, max: scale.high, step: "any", "aria-label": label });
  let current = input.value;
  let dragging = false;
  const show = (value) => {
    current = value;
    const at = scale.place(value);
    node.value = String(at);
    node.style.setProperty("--ck-fill", String((at - scale.low) / (scale.high - scale.low)));
    node.setAttribute("aria-valuetext", say(value, input.unit));
  };
  const move = (value, final) => {
    const changed = value !== current;
    show(value);
    if (changed || final) onMove(value, final);
  };
  node.addEventListener("pointerdown", () => (dragging = true));
  node.addEventListener("pointerup", () => (dragging = false));
  node.addEventListener("pointercancel", () => (dragging = false));
  node.addEventListener("input", () => {
    const raw = Number(node.value);
    let value = scale.value(raw);
    // A screen reader may ask for less than one step: give it one.
    if (!dragging && value === current && raw !== scale.place(current)) value = scale.move(current, Math.sign(raw - scale.place(current)));
    move(value, false);
  });
  node.addEventListener("change", () => move(current, true));
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [low, high] = input.slider;
    const target = { Home: low, End: high }[event.key] ?? (keySteps[event.key] && scale.move(current, keySteps[event.key]));
    if (target === undefined) return;
    event.preventDefault();
    move(target, true);
  });
  show(current);
  return { node, show };
}

// The number beside a slider, as text that can be changed. `complain` says why a text was not taken.
export function numberField(input, { label, onMove, complain }) {
  const [low, high] = input.slider;
  const { unit } = input;
  // How far a model looks ahead is a whole number of its steps.
  const inWholeSteps = (value) => Math.min(high, Math.max(low, Number((Math.round(value / input.whole) * input.whole).toPrecision(12))));
  const name = `${label}, as a number${unit[2] ? ` (${unit[2].trim()})` : ""}`;
  const field = make("input", { type: "text", inputmode: "decimal", class: "ck-number", autocomplete: "off", spellcheck: "false", "aria-label": name });
  const after = make("span", { class: "ck-unit" });
  const node = make("span", { class: "ck-value" }, unit[0] ? make("span", {}, unit[0]) : null, field, after);
  let current = input.value;
  const write = (text) => {
    field.value = text;
    if (!growsByItself) field.style.width = `${Math.max(2, text.length) + 0.6}ch`;
  };
  const show = (value) => {
    current = value;
    const text = bare(value, unit);
    if (document.activeElement !== field || field.dataset.edited !== "yes") write(text);
    put(after, suffix(text, unit));
  };
  const revert = () => {
    field.dataset.edited = "no";
    write(bare(current, unit));
  };
  const commit = () => {
    if (field.dataset.edited !== "yes") return revert();
    const typed = [unit[2], unit[1]].reduce((text, end) => (end && end !== "%" && text.endsWith(end) ? text.slice(0, -end.length) : text), field.value.trim());
    const value = readNumber(typed, unit);
    revert();
    if (!typed) return complain("Type a number, or move the slider.");
    if (Number.isNaN(value)) return complain(whyNoNumber(typed, bare(current, unit), unit[2] === "%"));
    if (value < low || value > high) return complain(`${label} can go from ${say(low, unit)} to ${say(high, unit)}.`);
    complain("");
    return onMove(input.whole ? inWholeSteps(value) : value, true);
  };
  field.addEventListener("focus", () => {
    // All digits, for who wants them, while the number is being edited.
    const full = shown(current, unit);
    if (number(full) === bare(current, unit)) write(full.toLocaleString("en-US", { maximumFractionDigits: 10 }));
    field.select();
  });
  field.addEventListener("input", () => {
    field.dataset.edited = "yes";
    write(field.value);
  });
  field.addEventListener("blur", commit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      commit();
      field.select();
    } else if (event.key === "Escape") {
      revert();
      complain("");
    }
  });
  show(current);
  return { node, field, show };
}

// A whole row. `onMove(value, final)` is called with a number inside the slider's range.
export function inputRow(input, { onMove }) {
  const problem = make("p", { class: "ck-problem", role: "alert", hidden: true });
  const complain = (text) => {
    problem.hidden = !text;
    put(problem, text);
  };
  const parts = {};
  const move = (value, final) => {
    complain("");
    onMove(value, final);
  };
  parts.slider = slider(input, { label: input.label, onMove: move });
  parts.number = numberField(input, { label: input.label, onMove: move, complain });
  parts.chip = sourceChip(input, { onChoose: (value) => move(value, true) });
  const id = newId("row");
  const label = make("span", { class: "ck-label", id, title: input.help || null }, input.label);
  const node = make("div", { class: "ck-row", role: "group", "aria-labelledby": id, "data-input": input.name },
    label, parts.slider.node, make("span", { class: "ck-said" }, parts.number.node, " ", parts.chip.node), problem);
  const show = (value) => {
    complain("");
    Object.values(parts).forEach((part) => part.show(value));
  };
  return { node, show, destroy: () => parts.chip.destroy() };
}
