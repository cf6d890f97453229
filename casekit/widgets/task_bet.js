// A bet and its other half: a number first, then the answer beside it, then what the bet missed.
import { make, say } from "./common.js";
import { howFar, numberLine } from "./number_line.js";
import { numberField, slider } from "./sliders.js";
import { inOwnOrder, marked, radios } from "./task_parts.js";

export function betForm(task, own, { changed, complain, python }) {
  let bet = null; // the bet that counts, once it is placed
  let guess = task.start;
  let touched = false; // where the slider stands at first is nobody's bet
  let refused = ""; // why what was typed last is no bet
  const input = { name: task.id, slider: [task.low, task.high], value: guess, unit: task.unit, log: task.log, step: task.step };
  const move = (value) => {
    touched = true;
    refused = "";
    complain("");
    guess = value;
    hand.show(value);
    typed.show(value);
    changed();
  };
  const hand = slider(input, { label: "Your bet", onMove: move });
  const typed = numberField(input, { label: "Your bet", onMove: move, complain: (text) => {
    refused = text;
    complain(text);
  } });
  // A bet is placed once: Enter in the field ends the number, not the bet.
  typed.field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  const first = make("div", { class: "ck-bet-form" }, hand.node, make("span", { class: "ck-said" }, typed.node));
  const told = make("div", { class: "ck-bet-answer", role: "status", tabindex: "-1", hidden: true });
  const items = task.missed?.items ?? [];
  const missed = items.length ? radios(marked(task.missed.html), inOwnOrder(items, own.order), { onChange: changed, letters: python }) : null;
  if (missed) missed.node.hidden = true;

  function unfold({ answer, where }) {
    first.hidden = true;
    told.hidden = false;
    if (missed) missed.node.hidden = false;
    const known = Number.isFinite(answer);
    told.replaceChildren(
      known ? numberLine(task, bet, answer, null) : make("p", {}, `You said ${say(bet, task.unit)}.`),
      known ? make("p", { class: "ck-claim" }, howFar(bet, answer, task.unit)) : "",
      where ? make("p", { class: "ck-where" }, `Source: ${where}`) : "");
  }
  return {
    node: make("div", { class: "ck-bet-task" }, first, told, missed?.node),
    label: () => (bet === null ? "Place my bet" : null),
    done: () => bet !== null && !missed,
    draft: () => ({ bet: bet ?? guess, missed: missed?.chosen() ?? null }),
    fill(given) {
      if (Number.isFinite(given?.bet) && bet === null) {
        touched = true;
        guess = Math.min(task.high, Math.max(task.low, given.bet));
        hand.show(guess);
        typed.show(guess);
      }
      missed?.choose(given?.missed ?? null);
    },
    // The bet counts from here on; `told_` is what was found out: { answer, where }.
    placed(value, told_, { focus = false } = {}) {
      bet = value.bet;
      unfold(told_ ?? {});
      if (focus) told.focus({ preventScroll: true });
    },
    // No bet stands: nothing was placed, or it was erased.
    open() {
      bet = null;
      first.hidden = false;
      told.hidden = true;
      told.replaceChildren();
      if (missed) missed.node.hidden = true;
    },
    read() {
      const problem = refused || (touched ? "" : "Move the slider or type a number first.");
      if (bet === null) return problem ? { problem, at: typed.field } : { value: { bet: guess, missed: null } };
      if (!missed) return { value: { bet, missed: null } };
      const chosen = missed.chosen();
      return chosen === null ? { problem: "Choose what your bet missed.", at: missed.first } : { value: { bet, missed: chosen } };
    },
  };
}
