// What each kind of step does in its own place on the page. Each gets (step, body, app) and may return { ready, show }.
import { followTheme, make, newId, number, put, safeNodes, say, sayAbout } from "../../widgets/common.js";
import { slider } from "../../widgets/sliders.js";

const button = (text, onclick, kind = "") => make("button", { type: "button", class: `walk-button ${kind}`.trim(), onclick }, text);
const note = (text) => make("p", { class: "walk-note" }, text);
const marked = (html, tag = "span", kind = null) => {
  const node = make(tag, kind ? { class: kind } : {});
  node.append(safeNodes(html));
  return node;
};

// ---- bets, explorers and steppers: the same modules as in a notebook ----

function betStep(step, body, app) {
  const place = make("div");
  body.replaceChildren(place);
  const own = app.store.of(step.id, "bet");
  const state = own.length ? { guess: own.at(-1).value, placed: true, first: own[0].value } : {};
  let restored = own.length > 0;
  const reveal = async (guess) => {
    if (!restored) app.store.add(step.id, "bet", guess);
    restored = false;
    app.changed();
    return { ...step.reveal, answer: step.reveal.answer ?? Number.NaN };
  };
  app.modules.bet.mount(place, step.bet, { state, reveal });
}

function exploreStep(step, body, app) {
  const place = make("div");
  body.replaceChildren(place);
  const handle = app.modules.explorer.mount(place, step.explorer, { requestVega: app.requestVega, strict: true, guess: guessed(step, app) });
  body.explorer = handle;
  return { ready: handle.ready, show: () => handle.guess(guessed(step, app)) };
}

function stepThroughStep(step, body, app) {
  const place = make("div");
  body.replaceChildren(place);
  const handle = app.modules.stepper.mount(place, step.stepper, { requestVega: app.requestVega, strict: true, guess: guessed(step, app) });
  body.stepper = handle;
  return { ready: handle.ready, show: () => handle.guess(guessed(step, app)) };
}

function guessed(step, app) {
  const asked = app.steps.find((each) => each.kind === "bet" && each.what === step.guess);
  const own = asked && app.store.last(asked.id, "bet");
  return own ? `You guessed ${say(own.value, asked.bet.unit)}.` : "";
}

// What gives an answer away waits in the step's template until its bet is placed.
function heldStep(step, body) {
  body.replaceChildren(body.parentElement.querySelector("template").content.cloneNode(true));
}

// ---- votes ----

function voteStep(step, body, app) {
  const name = newId("vote");
  const form = make("form", { class: "walk-vote" });
  const problem = make("p", { class: "walk-problem", role: "alert", hidden: true });
  const shown = make("div", { class: "walk-voted", role: "status", tabindex: "-1" });
  let sure = app.store.last(step.id, "vote")?.sure ?? 50;
  const picks = step.options.map((option) => {
    const radio = make("input", { type: "radio", name, value: option.letter });
    const words = make("span", {}, marked(option.label, "b"), option.text ? marked(option.text, "span", "walk-dim") : null);
    return { option, radio, node: make("label", { class: "walk-option" }, radio, make("span", { class: "walk-letter", "aria-hidden": "true" }, option.letter), words) };
  });
  const input = { slider: [0, 100], step: 10, log: false, value: sure, unit: ["", " of 100", " of 100"] };
  const saidSure = make("output", { class: "walk-sure-said" }, say(sure, input.unit));
  const hand = slider(input, { label: "How sure are you?", onMove: (value) => {
    sure = value;
    put(saidSure, say(value, input.unit));
  } });
  const asked = marked(step.question, "legend");
  form.append(make("fieldset", {}, asked, ...picks.map((pick) => pick.node)),
    make("div", { class: "walk-sure" }, make("span", {}, "How sure are you?"), hand.node, saidSure),
    problem, make("button", { type: "submit", class: "walk-button walk-strong" }, "Keep my vote"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = picks.find((pick) => pick.radio.checked);
    problem.hidden = Boolean(chosen);
    put(problem, chosen ? "" : `Choose ${picks.map((pick) => pick.option.letter).join(", ").replace(/, (?=[^,]*$)/, " or ")} first.`);
    if (!chosen) return;
    app.store.add(step.id, "vote", chosen.option.letter, { sure });
    app.changed();
    show();
    shown.focus({ preventScroll: true });
  });
  const frame_ = make("div", { class: "casekit" }, form, shown);
  followTheme(frame_);
  body.replaceChildren(frame_);

  function show(open = false) {
    const own = app.store.last(step.id, "vote");
    form.hidden = Boolean(own) && !open;
    shown.hidden = !form.hidden;
    if (!shown.hidden) shown.replaceChildren(...votesNow(step, own, app), button("Change my vote", () => {
      show(true);
      (picks.find((pick) => pick.radio.checked) ?? picks[0]).radio.focus();
    }));
  }
  show();
  return { show: () => show(!form.hidden && !app.store.last(step.id, "vote")) };
}

function votesNow(step, own, app) {
  const before = step.what === "again" ? app.steps.find((each) => each.kind === "vote" && each.what === "first") : null;
  const first = before && app.store.last(before.id, "vote");
  if (!before) return [note(`You voted ${own.value}, ${own.sure} of 100 sure.`), voteBars([["Your vote", own]], step)];
  if (!first) return [note(`You did not vote the first time. Now: ${own.value}, ${own.sure} of 100 sure.`), voteBars([["Now", own]], step)];
  const moved = first.value === own.value
    ? (first.sure === own.sure ? "You stand where you stood." : `Still ${own.value}, and ${own.sure > first.sure ? "surer" : "less sure"} than before.`)
    : `You moved from ${first.value} to ${own.value}.`;
  return [make("p", { class: "walk-claim" }, moved), voteBars([["Before", first], ["After", own]], step)];
}

function voteBars(votes, step) {
  const rows = votes.map(([when, vote]) => {
    const option = step.options.find((each) => each.letter === vote.value);
    const bar = make("span", { class: "walk-bar-fill" });
    bar.style.width = `${vote.sure}%`;
    return make("div", { class: "walk-vote-row" }, make("span", { class: "walk-dim" }, when), make("b", {}, vote.value),
      make("span", {}, option ? marked(option.label) : "", make("span", { class: "walk-bar-track", "aria-hidden": "true" }, bar)), make("span", {}, `${vote.sure} of 100 sure`));
  });
  return make("div", { class: "walk-votes" }, ...rows);
}

// ---- words of the reader's own ----

// A field that keeps what is in it: each letter as a draft, and an answer when the writer leaves it.
export function wordsField(step, kind, label, app, rows = 2) {
  const id = newId("words");
  const key = `${step.id}:${kind}`;
  const state = make("span", { class: "walk-dim", role: "status" });
  const field = make("textarea", { id, rows: String(rows), maxlength: "2000" });
  field.value = app.store.draft(key) ?? app.store.last(step.id, kind)?.value ?? "";
  let timer = null;
  function commit() {
    clearTimeout(timer);
    const text = field.value.trim();
    app.store.keepDraft(key, undefined);
    if (text === (app.store.last(step.id, kind)?.value ?? "")) return;
    app.store.add(step.id, kind, text);
    put(state, text ? "Kept." : "Taken back.");
    app.changed();
  }
  field.addEventListener("input", () => {
    put(state, "");
    clearTimeout(timer);
    timer = setTimeout(() => app.store.keepDraft(key, field.value), 250);
  });
  field.addEventListener("change", commit);
  app.beforeSaving.push(() => field.isConnected && commit());
  return make("div", { class: "walk-words" }, make("label", { for: id }, label), field, state);
}

function writeStep(step, body, app) {
  body.replaceChildren(wordsField(step, "text", step.say || "In a sentence or two:", app, 4));
}

function canvasStep(step, body, app) {
  if (!step.notes.length) return;
  const id = newId("pick");
  const select = make("select", { id }, make("option", { value: "" }, "Choose a note"));
  const groups = new Map();
  step.notes.forEach((each, at) => {
    if (!groups.has(each.block)) groups.set(each.block, make("optgroup", { label: each.block }));
    groups.get(each.block).append(make("option", { value: String(at) }, each.bare ? `${each.text} (no evidence yet)` : each.text));
  });
  select.append(...groups.values());
  const drawn = [...body.querySelectorAll(".ck-note")];
  const mark = () => drawn.forEach((node, at) => node.classList.toggle("walk-picked", String(at) === select.value));
  const own = app.store.last(step.id, "pick");
  select.value = String(own ? step.notes.findIndex((each) => each.text === own.value) : "");
  if (select.selectedIndex < 0) select.value = "";
  select.addEventListener("change", () => {
    mark();
    if (!select.value) return;
    app.store.add(step.id, "pick", step.notes[Number(select.value)].text);
    app.changed();
  });
  mark();
  body.append(make("div", { class: "walk-words" }, make("label", { for: id }, "The note that ends the business if it is wrong:"), select));
}

// ---- looking back ----

function answersStep(step, body, app) {
  const show = () => {
    const asked = app.steps.filter((each) => each.kind === "write");
    const wires = asked.flatMap((each) => app.store.last(each.id, "text")?.value || []);
    // Not every class is asked for a tripwire.
    const wanted = asked.some(({ what }) => what === "tripwire") ? "tripwire" : "sentence";
    const rows = app.steps.filter((each) => each.kind === "bet").map((each) => ({ each, own: app.store.first(each.id, "bet") }));
    const words = rows.map(({ each: { title, bet, reveal }, own }) => make("tr", {}, make("th", { scope: "row" }, title),
      make("td", {}, own ? say(own.value, bet.unit) : "no bet"), make("td", {}, own ? sayAbout(reveal.answer ?? Number.NaN, bet.unit) : "not seen"), make("td", {}, own ? apart(own.value, reveal.answer, bet.unit) : "")));
    const head = ["Your bets", "You said", "The answer", "Apart"].map((text) => make("th", { scope: "col" }, text));
    body.replaceChildren(
      ...(wires.length ? wires.map((text) => make("blockquote", { class: "walk-quote" }, text)) : [note(`You wrote no ${wanted}.`)]),
      make("div", { class: "walk-wide", tabindex: "0", role: "group", "aria-label": "Your bets and the answers" },
        make("table", { class: "walk-table" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...words))));
  };
  show();
  return { show };
}

function apart(guess, answer, unit) {
  if (!Number.isFinite(answer)) return "";
  if (Math.abs(guess - answer) <= 0.05 * Math.abs(answer)) return "right";
  if (unit[2] === "%" && Math.abs(answer - guess) >= 0.01) return `${number(Math.round(100 * Math.abs(answer - guess)))} points`;
  if (guess <= 0 || answer <= 0) return sayAbout(Math.abs(answer - guess), unit);
  return `${number(Math.round(10 * Math.max(guess / answer, answer / guess)) / 10)} times`;
}

const kinds = { bet: betStep, explore: exploreStep, step_through: stepThroughStep, explain: heldStep, by_source: heldStep, vote: voteStep, write: writeStep, canvas: canvasStep };

// Puts a step into its section. A step that shows an answer stays covered until the bet on it is placed.
export function mountStep(step, section, app) {
  const body = section.querySelector(".walk-body");
  const open = step.needs.map((id) => app.steps.find((each) => each.id === id)).filter((each) => each && !app.store.first(each.id, "bet"));
  if (open.length) {
    body.replaceChildren(make("div", { class: "walk-cover" }, note("This shows the answer to a bet that you have not placed yet."),
      ...open.map((each) => button(`Bet first: ${each.title}`, () => app.go(each.id)))));
    return null;
  }
  const draw = step.kind === "reveal" && step.what === "answers" ? answersStep : kinds[step.kind];
  const handle = draw?.(step, body, app) ?? {};
  if (step.say && step.kind !== "write") body.append(wordsField(step, "say", step.say, app));
  return handle;
}
