// The explorer: sliders on the left, what they mean on the right. One component for a notebook and a page.
import { followTheme, frame, importText, later, make, put } from "./common.js";
import { kit } from "./runtime.js";
import { inputRow } from "./sliders.js";
import { headline, meter } from "./meter.js";
import { chart } from "./chart.js";

function grouped(inputs, rows) {
  const groups = new Map();
  inputs.forEach((input, at) => {
    if (!groups.has(input.group)) groups.set(input.group, []);
    groups.get(input.group).push(rows[at].node);
  });
  return [...groups].map(([name, nodes]) => make("fieldset", { class: "ck-group" }, name ? make("legend", {}, name) : null, ...nodes));
}

function problemNode(root, text) {
  root.append(make("p", { class: "ck-problem", role: "alert" }, text));
}

async function loadModel(root, code, fixed) {
  try {
    const module = await importText(code);
    return (values) => module.compute({ ...fixed, ...values }, kit);
  } catch (problem) {
    problemNode(root, `This page does not allow the numbers to be worked out here (${problem.message}). The text above shows where they start.`);
    return null;
  }
}

// Draws an explorer into `el`.
//   payload      what casekit/widgets/_payload.py makes
//   values       the numbers to start with, when they differ from the payload's
//   guess        a sentence on what the reader guessed before
//   onChange     called with all values, and whether the hand has let go
//   requestVega  async () => the text of the Vega bundle
//   strict       whether the page forbids text to be run as code, as a strict policy does
// Returns { ready, set(values), values(), outputs(), guess(text), destroy() }.
export function mount(el, payload, { values: given = {}, guess = "", onChange = () => {}, requestVega = missingVega, strict = false } = {}) {
  const root = frame("ck-explorer", payload.title);
  const start = Object.fromEntries(payload.inputs.map(({ name, value }) => [name, value]));
  const sourced = Object.fromEntries(payload.inputs.map(({ name, value, source }) => [name, source]));
  let values = { ...start, ...given };
  let kept = null;
  let compute = null;
  let outputs = {};
  let waiting = false;
  let stale = false;
  let stopped = false;

  const rows = payload.inputs.map((input) => inputRow(input, { onMove: (value, final) => move(input.name, value, final) }));
  const claim = headline(payload);
  const limits = meter(payload);
  const live = make("p", { class: "ck-hidden", role: "status", "aria-live": "polite" });
  const reset = make("button", { type: "button", class: "ck-button", onclick: () => change(sourced, true) }, "Back to the source's figures");
  const keep = make("button", { type: "button", class: "ck-button", "aria-pressed": "false", onclick: toggleKeep }, "Keep this and compare");
  const results = make("div", { class: "ck-results" }, claim?.node, limits?.node);
  const left = make("div", { class: "ck-inputs" }, ...grouped(payload.inputs, rows), make("div", { class: "ck-buttons" }, reset, keep));
  // What a hand changes stays on the screen while it moves a slider further down.
  const side = make("div", { class: "ck-side" }, results);
  const columns = make("div", { class: "ck-columns" }, left, side);
  const guessed = make("p", { class: "ck-guess" });
  const sayGuess = (text) => {
    guessed.hidden = !text;
    put(guessed, text ? `${text} Now move something.` : "");
  };
  sayGuess(guess);
  root.append(make("h3", { class: "ck-title" }, payload.title), guessed, columns, live);
  el.replaceChildren(root);

  const speak = later(500, () => put(live, [claim?.text(), limits?.text()].filter(Boolean).join(" ")));
  let picture = null;

  function paint() {
    stale = false;
    if (stopped || !compute) return;
    outputs = compute(values);
    claim?.show(values, outputs, kept);
    limits?.show(values, outputs, kept);
    picture?.show(values, outputs, kept);
  }
  // The first change of a frame is shown at once; more of them in the same frame are shown together at its end.
  function schedule() {
    stale = true;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (stale) paint();
    });
    paint();
  }

  function show(next) {
    values = next;
    rows.forEach((row, at) => row.show(values[payload.inputs[at].name]));
    schedule();
  }
  function move(name, value, final) {
    values = { ...values, [name]: value };
    rows[payload.inputs.findIndex((input) => input.name === name)].show(value);
    schedule();
    speak();
    onChange({ ...values }, final);
  }
  function change(next, final) {
    show({ ...values, ...next });
    speak();
    onChange({ ...values }, final);
  }
  function toggleKeep() {
    kept = kept ? null : { values: { ...values }, outputs };
    put(keep, kept ? "Drop what was kept" : "Keep this and compare");
    keep.setAttribute("aria-pressed", String(Boolean(kept)));
    schedule();
    speak();
  }

  async function begin() {
    compute = await loadModel(root, payload.code, payload.fixed);
    if (!compute || stopped) return;
    if (payload.views.length) {
      picture = chart(payload, compute, { root, requestVega, strict });
      side.append(picture.node);
    }
    paint();
    await picture?.start();
  }

  const stopTheme = followTheme(root, () => picture?.retheme());
  show(values);
  const ready = begin();
  return {
    ready,
    values: () => ({ ...values }),
    outputs: () => ({ ...outputs }),
    guess: sayGuess,
    set(next) {
      if (Object.entries(next).some(([name, value]) => values[name] !== value)) show({ ...values, ...next });
    },
    destroy() {
      stopped = true;
      stopTheme();
      speak.cancel();
      rows.forEach((row) => row.destroy());
      picture?.destroy();
      root.remove();
    },
  };
}

async function missingVega() {
  throw new Error("the drawing library is not on this page");
}
