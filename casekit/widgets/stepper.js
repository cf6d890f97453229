// The stepper: a stored table, and a slider that goes through its levels. One component for a notebook and a page.
import { followTheme, frame, later, make, newId, put, safeNodes, say } from "./common.js";
import { slider } from "./sliders.js";
import { chart } from "./chart.js";
import { sayHeadline, sayMean, sayRange, stepsData, stepsRange, stepsSentence } from "./levels.js";

// One column at the level of the hand: what it is called, its value, and how sure the runs are.
function reading(column) {
  const value = make("b");
  const range = make("span", { class: "ck-dim" });
  const node = make("li", { class: "ck-reading", "data-column": column.name }, make("span", { class: "ck-reading-label" }, column.label),
    make("span", { class: "ck-reading-said" }, value, " ", range));
  const show = (at) => {
    put(value, sayMean(column, at));
    const between = sayRange(column, at);
    put(range, between ? `(${between})` : "");
  };
  return { node, show, text: () => `${column.label}: ${value.textContent}${range.textContent ? ` ${range.textContent}` : ""}.` };
}

// The slider counts levels, and says what they are.
function levelRow({ by, levels }, at, onMove) {
  const id = newId("level");
  const words = levels.map((level) => say(level, by.unit));
  const told = make("output", { class: "ck-level", style: `min-width: ${Math.max(...words.map((text) => text.length))}ch` });
  const input = { slider: [0, levels.length - 1], step: 1, log: false, value: at, unit: ["", "", ""] };
  const hand = slider(input, { label: by.label, onMove: (place, final) => onMove(Math.round(place), final) });
  let place = at;
  const [down, up] = [[-1, "\u2212", "One level down"], [1, "+", "One level up"]].map(([step, sign, name]) =>
    make("button", { type: "button", class: "ck-button ck-step", "aria-label": `${name}: ${by.label}`, onclick: () => onMove(place + step, true) }, sign));
  const show = (next) => {
    place = next;
    hand.show(next);
    hand.node.setAttribute("aria-valuetext", words[next]);
    put(told, words[next]);
    // A button that is disabled would lose the focus, and the next press with it.
    down.setAttribute("aria-disabled", String(next === 0));
    up.setAttribute("aria-disabled", String(next === levels.length - 1));
  };
  const node = make("div", { class: "ck-hand", role: "group", "aria-labelledby": id }, make("span", { class: "ck-label", id }, by.label),
    make("span", { class: "ck-hand-slider" }, down, hand.node, up), told);
  return { node, show };
}

// How the table was made, and how sure it is.
function footOf({ sure, how, note }) {
  const lines = [];
  if (sure) lines.push(make("p", {}, sure));
  if (how) lines.push(make("p", {}, "Made with ", make("code", {}, how), "."));
  if (note) {
    lines.push(make("p"));
    lines.at(-1).append(safeNodes(note));
  }
  return lines.length ? make("div", { class: "ck-made" }, ...lines) : null;
}

// Draws a stepper into `el`.
//   payload      what casekit/widgets/_stepper_payload.py makes
//   at           the level to start with, counted from 0
//   guess        a sentence on what the reader guessed before
//   onChange     called with the level's place, and whether the hand has let go
//   requestVega  async () => the text of the Vega bundle
//   strict       whether the page forbids text to be run as code, as a strict policy does
// Returns { ready, set(at), at(), guess(text), destroy() }.
export function mount(el, payload, { at: start = 0, guess = "", onChange = () => {}, requestVega = noVega, strict = false } = {}) {
  const root = frame("ck-stepper", payload.title);
  const last = payload.levels.length - 1;
  const inside = (place) => Math.min(last, Math.max(0, Math.round(place) || 0));
  let at = inside(start);

  const hand = levelRow(payload, at, (place, final) => move(inside(place), final));
  const lead = make("span", { class: "ck-lead" });
  const claim = make("b", { class: "ck-claim" });
  const readings = payload.columns.map(reading);
  const results = make("div", { class: "ck-results" }, make("p", { class: "ck-headline" }, lead, " ", claim),
    make("ul", { class: "ck-readings", "aria-label": "What the table says at this level" }, ...readings.map(({ node }) => node)));
  const live = make("p", { class: "ck-hidden", role: "status", "aria-live": "polite" });
  const guessed = make("p", { class: "ck-guess" });
  const sayGuess = (text) => {
    guessed.hidden = !text;
    put(guessed, text ? `${text} Now move the slider.` : "");
  };
  sayGuess(guess);
  const columns = make("div", { class: "ck-steps" }, hand.node, results);
  root.append(make("h3", { class: "ck-title" }, payload.title), guessed, columns, live);
  el.replaceChildren(root);

  const pen = {
    names: ["band", "levels", "rules", "now"],
    data: (_, view, __, values, ___, room) => stepsData(payload, view, values.at, room.width),
    range: (_, data) => stepsRange(data),
    sentence: stepsSentence,
  };
  const picture = payload.views.length ? chart(payload, null, { root, requestVega, strict, pen }) : null;
  const foot = footOf(payload);
  columns.append(...[picture?.node, foot].filter(Boolean));

  const speak = later(500, () => put(live, [lead, claim].map((node) => node.textContent).concat(readings.map((each) => each.text())).join(" ")));
  function show(place) {
    at = place;
    hand.show(at);
    const [set, means] = sayHeadline(payload, at);
    put(lead, set);
    put(claim, means);
    readings.forEach((each) => each.show(at));
    picture?.show({ at });
  }
  function move(place, final) {
    if (place !== at) {
      show(place);
      speak();
    } else hand.show(at);
    onChange(at, final);
  }

  const stopTheme = followTheme(root, () => picture?.retheme());
  show(at);
  return {
    ready: Promise.resolve(picture?.start()),
    at: () => at,
    guess: sayGuess,
    set(place) {
      if (inside(place) !== at) show(inside(place));
    },
    destroy() {
      stopTheme();
      speak.cancel();
      picture?.destroy();
      root.remove();
    },
  };
}

async function noVega() {
  throw new Error("the drawing library is not on this page");
}
