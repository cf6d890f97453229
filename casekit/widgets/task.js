// One task: its question with the student's own numbers, a form, and what the answer met. It judges nothing itself.
import { followTheme, frame, later, make, newId, number, put } from "./common.js";
import { betForm } from "./task_bet.js";
import { canvasForm, sortForm } from "./task_board.js";
import { icon, marked, picture, withOwn } from "./task_parts.js";
import { chooseForm, orderForm, strikeForm } from "./task_picks.js";
import { essayForm, formulaForm, functionForm, numberForm } from "./task_words.js";
import { sketch } from "./sketch.js";

// A form is { node, draft(), fill(draft or value or null), read() -> { value } or { problem, at } }.
const FORMS = {
  number: numberForm, choose: chooseForm, order: orderForm, strike: strikeForm, sort: sortForm, canvas: canvasForm,
  sketch: sketchForm, formula: formulaForm, function: functionForm, bet: betForm, essay: essayForm,
};

// For each verdict its icon, and the word that it begins with.
const WORDS = {
  right: ["right", "Right"], partly: ["partly", "Partly right"], unit: ["partly", "Half right"], mistake: ["wrong", "Not yet"],
  wrong: ["wrong", "Not yet"], recorded: ["kept", "Recorded", "Kept"], "by-hand": ["kept", "Kept"],
};
const SLOW = 6_000; // milliseconds after which a missing verdict is explained

export const pointsSaid = (points) => `${number(points)} ${points === 1 ? "point" : "points"}`;

// What is drawn by hand is a module of its own, which keeps its line and says when it moves.
function sketchForm(task, own, { changed }) {
  const place = make("div");
  const hand = sketch(place, task, own, { onChange: changed });
  const count = task.x.at.length;
  return {
    node: place,
    draft: () => hand.value(),
    fill: (given) => hand.set(Array.isArray(given) && given.length === count ? given : null),
    read() {
      const odd = hand.trouble();
      if (odd) return odd;
      const line = hand.value() ?? [];
      const drawn = line.filter((each) => each !== null).length;
      if (drawn === count) return { value: line };
      return { problem: drawn ? `The line has ${drawn} of its ${count} points. Draw all of them.` : "There is no line yet. Draw it.", at: place.querySelector("[tabindex]") };
    },
    // The right line beside it, once it is known that the two are alike.
    met: (verdict) => hand.showRight(verdict?.verdict === "right" ? own.key?.values : null),
    destroy: () => hand.destroy(),
  };
}

// What the answer met: an icon and a word, a sentence, then help level by level.
function verdictBox(onHelp) {
  const said = make("div", { class: "ck-met", role: "status", "aria-atomic": "false" });
  const more = make("button", { type: "button", class: "ck-button", hidden: true, onclick: () => tell(level + 1, true) }, "Tell me more");
  const before = make("p", { class: "ck-dim ck-before", hidden: true }, "Before your change:");
  const node = make("div", { class: "ck-verdict-box", hidden: true }, before, said, more);
  let [level, levels, texts, shown] = [0, [], "", ""];
  function tell(next, byHand) {
    while (level < Math.min(next, levels.length)) {
      const row = make("div", { class: "ck-help", tabindex: "-1" }, make("span", { class: "ck-help-name" }, `Help ${level + 1}`), marked(levels[level].html));
      said.append(row);
      level += 1;
      if (byHand && level === levels.length) row.focus({ preventScroll: true });
    }
    more.hidden = level >= levels.length;
    if (byHand) onHelp(levels[level - 1].at + 1);
  }
  return {
    node,
    clear() {
      node.hidden = true;
      shown = "";
      said.replaceChildren();
    },
    // Its help is still of use while the answer is changed; what it says of the answer is not true of the new one.
    age(isOld) {
      before.hidden = !isOld;
      node.classList.toggle("ck-aged", isOld);
    },
    // `seen` is the highest level of help that was shown before.
    // What stands there already is written anew, and spoken, only when somebody asked.
    show(met, seen = 0, again = true) {
      const mark = JSON.stringify([met.verdict, met.said, met.points, met.of, met.help]);
      const stays = !again && mark === shown;
      shown = mark;
      if (stays) {
        tell(levels.filter(({ at }) => at < seen).length, false);
        return 0;
      }
      const [shape, ...words] = WORDS[met.verdict] ?? WORDS.wrong;
      const text = String(met.said ?? "");
      const begins = words.find((each) => text.startsWith(each));
      const word = begins ?? words[0];
      const points = typeof met.points === "number" ? ` ${number(met.points)} of ${pointsSaid(met.of)}.` : "";
      const line = make("p", { class: "ck-met-line" }, make("b", { class: "ck-met-word" }, begins ? word : `${word}.`), `${begins ? text.slice(word.length) : ` ${text}`}`, points ? make("span", { class: "ck-dim" }, points) : null);
      said.replaceChildren(make("div", { class: "ck-met-row" }, icon(shape), line));
      node.hidden = false;
      node.dataset.verdict = shape;
      const same = JSON.stringify(met.help ?? []);
      const open = same === texts ? level : 0;
      levels = (met.help ?? []).map((html, at) => ({ html, at: at })).filter(({ html }) => html);
      texts = same;
      level = 0;
      tell(Math.max(1, open, levels.filter(({ at }) => at < seen).length), false);
      return levels.length ? levels[level - 1].at + 1 : 0;
    },
  };
}

// Draws a task into `el`.
//   task, own  of a sheet
//   state      { value, verdict, help, tries, old, draft, reveal }: what was answered before and what it met, no verdict when
//              it does not count any more; `old` is a sentence on an earlier answer, `reveal` { answer, where } of a placed bet
//   answer     async (value) => verdict; an "odd" one was not kept. A placed bet's may bring `reveal`, a wrong one's `seen`,
//              the level of help that is open by now
//   onHelp     told the level of help that was opened
//   onDraft    told what is being written, and undefined when nothing is left to keep
//   heading    the element that its title is; "" where the title stands above it already
//   place      where it stands in its sheet, from 1
//   python     whether Python is behind it
//   tagged     whether to say that it is practice
// Returns { set(state), show(verdict), flush(), destroy() }.
export function mount(el, task, own, { state: given = {}, answer, onHelp = () => {}, onDraft = () => {}, heading = "h3", place = 0, python = true, tagged = true } = {}) {
  const root = frame("ck-task", task.title);
  const asked = newId("asked");
  let state = { ...given };
  let clean = ""; // the form as it was filled, to see whether something was changed since
  const question = make("div", { class: "ck-asked", id: asked });
  question.append(withOwn(String(task.question ?? ""), own.said));
  const old = make("p", { class: "ck-old", hidden: true });
  const problem = make("p", { class: "ck-problem", role: "alert", hidden: true });
  const complain = (text) => {
    problem.hidden = !text;
    put(problem, text);
  };
  const note = make("span", { class: "ck-dim" });
  let edited = false; // whether the form holds what was written here, which is never filled over
  let pending = false; // whether some of it was not handed to onDraft yet
  const keepNow = () => {
    pending = false;
    onDraft(isDirty() ? form.draft() : undefined);
  };
  const keepDraft = later(250, keepNow);
  const changed = () => {
    [edited, pending] = [true, true];
    complain("");
    keepDraft();
    sayState();
  };
  const form = FORMS[task.kind](task, own, { changed, complain, asked, python });
  const press = make("button", { type: "submit", class: "ck-button ck-strong" });
  const sheet = make("form", { class: "ck-task-form", novalidate: true }, form.node, problem, make("div", { class: "ck-task-foot" }, press, note));
  const met = verdictBox((level) => {
    state.help = Math.max(state.help ?? 0, level);
    onHelp(level);
  });
  root.append(heading ? head() : "", question, picture(task.chart) ?? "", old, sheet, met.node);
  el.replaceChildren(root);

  function head() {
    const facts = [pointsSaid(task.points), task.minutes ? `about ${number(task.minutes)} ${task.minutes === 1 ? "minute" : "minutes"}` : "", task.practice && tagged ? "practice" : ""];
    return make("header", { class: "ck-task-head" }, make(heading, { class: "ck-title" }, place ? `${place}. ${task.title}` : task.title),
      make("p", { class: "ck-dim" }, facts.filter(Boolean).join(" · ")));
  }
  const isDirty = () => JSON.stringify(form.draft()) !== clean;
  const kept = () => Boolean(state.verdict);
  function sayState() {
    met.age(isDirty());
    put(press, form.label?.() ?? (task.practice ? "Check" : "Keep my answer"));
    press.hidden = Boolean(form.done?.());
    const tries = state.tries > 1 ? `${number(state.tries)} tries` : "";
    const open = kept() ? "Changed since you kept it." : "Not kept yet.";
    put(note, task.practice ? tries : isDirty() && form.label?.() == null ? open : tries);
  }
  // From here on `as` is what was kept; what was written since then is a change.
  function settle(as = JSON.stringify(form.draft())) {
    clean = as;
    edited = isDirty();
    sayState();
  }

  let waiting = false;
  async function send() {
    if (waiting) return;
    complain("");
    const { value, problem: why, at } = form.read();
    if (why) {
      complain(why);
      at?.focus();
      return;
    }
    waiting = true;
    const sent = JSON.stringify(form.draft());
    press.setAttribute("aria-disabled", "true");
    const slow = setTimeout(() => complain("No answer came yet. If it stays away, no kernel is running: run all cells again (Run > Run All Cells)."), SLOW);
    try {
      take(value, await answer(value), sent);
    } catch (trouble) {
      complain(trouble?.sentence ?? "That could not be checked. Run all cells again (Run > Run All Cells).");
    } finally {
      clearTimeout(slow);
      waiting = false;
      press.removeAttribute("aria-disabled");
    }
  }
  function take(value, verdict, sent) {
    complain("");
    if (verdict.verdict === "odd") {
      complain(verdict.said);
      return;
    }
    keepDraft.cancel();
    const helped = show(verdict, verdict.seen ?? 0);
    const tries = verdict.tries ?? (state.tries ?? 0) + (verdict.verdict === "placed" ? 0 : 1);
    state = { ...state, value, verdict, old: "", draft: undefined, tries, help: Math.max(state.help ?? 0, helped) };
    old.hidden = true;
    form.met?.(verdict);
    if (task.kind === "bet") form.placed(value, verdict.reveal ?? state.reveal ?? own, { focus: verdict.verdict === "placed" });
    settle(sent);
    keepNow();
    if (helped) onHelp(helped);
  }
  function show(verdict, seen = 0, again = true) {
    // A bet's first half is answered by its line; what is left to say is asked below it.
    if (verdict.verdict === "placed") {
      met.clear();
      return 0;
    }
    return met.show(verdict, seen, again);
  }
  function restore(next, first) {
    const same = JSON.stringify(next.value ?? null) === JSON.stringify(state.value ?? null) && (next.old ?? "") === (state.old ?? "")
      && JSON.stringify(next.draft ?? null) === JSON.stringify(state.draft ?? null);
    state = { ...next };
    if (task.kind === "bet") {
      const { value } = state;
      if (state.verdict && Number.isFinite(value?.bet)) form.placed(value, state.reveal ?? own);
      else form.open();
    }
    if (first || (!same && !edited)) {
      fill(state.value ?? null);
      settle();
      if (state.draft !== undefined && state.draft !== null) fill(state.draft);
    }
    form.met?.(state.verdict);
    put(old, state.old ?? "");
    old.hidden = !state.old;
    if (state.verdict) show(state.verdict, state.help ?? 0, false);
    else met.clear();
    sayState();
  }
  function fill(what) {
    try {
      form.fill(what);
    } catch {
      form.fill(null); // a draft of another version, or a file changed by hand
    }
  }

  sheet.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  const stopTheme = followTheme(root);
  restore(state, true);
  return {
    set: (next) => restore(next, false),
    show: (verdict) => show(verdict),
    dirty: () => isDirty() && !form.done?.() && form.label?.() == null,
    // Keeps what the form holds, as the button does; says whether it could.
    async keep() {
      await send();
      return problem.hidden;
    },
    flush() {
      keepDraft.cancel();
      if (pending) keepNow();
    },
    destroy() {
      keepDraft.cancel();
      form.destroy?.();
      stopTheme();
      root.remove();
    },
  };
}
