// A bet: say a number before the answer is shown. The answer comes from `reveal`, never with the payload.
import { followTheme, frame, make, put, safeNodes, say } from "./common.js";
import { howFar, numberLine } from "./number_line.js";
import { numberField, slider } from "./sliders.js";

// Draws a bet into `el`.
//   payload   { id, question (safe HTML), unit, low, high, start, log, step }
//   state     { guess, placed, first } to start with
//   reveal    async (guess) => ({ answer, after, where }): places the bet and gives the answer
//   onAgain   called when the bet is taken back
// Returns { set(state), values(), destroy() }.
export function mount(el, payload, { state: given = {}, reveal, onAgain = () => {} }) {
  const asked = safeNodes(payload.question);
  const root = frame("ck-bet", asked.textContent);
  let state = { guess: payload.start, placed: false, first: null, ...given };
  const input = { ...payload, name: payload.id, slider: [payload.low, payload.high], value: state.guess };
  const problem = make("p", { class: "ck-problem", role: "alert", hidden: true });
  let refused = false; // what was typed last is no bet
  const complain = (text) => {
    refused = Boolean(text);
    problem.hidden = !text;
    put(problem, text);
  };
  const onMove = (value) => {
    complain("");
    state = { ...state, guess: value };
    hand.show(value);
    typed.show(value);
  };
  const hand = slider(input, { label: "Your bet", onMove });
  const typed = numberField(input, { label: "Your bet", onMove, complain });
  const place = make("button", { type: "button", class: "ck-button ck-strong", onclick: () => refused || uncover() }, "Place my bet");
  const form = make("div", { class: "ck-bet-form" }, hand.node, make("span", { class: "ck-said" }, typed.node), place);
  const answer = make("div", { class: "ck-bet-answer", role: "status", "aria-live": "polite", tabindex: "-1" });
  root.append(make("p", { class: "ck-question" }, asked), form, problem, answer);
  el.replaceChildren(root);
  let showing = false;

  async function uncover(restored = false) {
    if (showing) return;
    showing = true;
    place.disabled = true;
    put(place, "Asking for the answer …");
    try {
      const told = await reveal(state.guess);
      state = { ...state, placed: true, first: state.first ?? state.guess };
      unfold(told);
      if (!restored) answer.focus({ preventScroll: true });
    } catch {
      showing = false;
      complain(`The answer did not come, since no kernel is running. Run all cells again (Run > Run All Cells).`);
      refused = false;
    }
    place.disabled = false;
    put(place, "Place my bet");
  }

  function unfold({ answer: value, after, where }) {
    form.hidden = true;
    const earlier = state.first !== null && state.first !== state.guess ? make("p", { class: "ck-dim" }, `Your first bet: ${say(state.first, payload.unit)}.`) : "";
    const told = make("p", { class: "ck-after" });
    told.append(safeNodes(after ?? ""));
    answer.replaceChildren(
      numberLine(payload, state.guess, value, state.first),
      make("p", { class: "ck-claim" }, howFar(state.guess, value, payload.unit)),
      earlier, after ? told : "",
      where ? make("p", { class: "ck-where" }, `Source: ${where}`) : "",
      make("button", { type: "button", class: "ck-button", onclick: () => again() }, "Bet again"));
  }

  function fold() {
    showing = false;
    state = { ...state, placed: false };
    form.hidden = false;
    answer.replaceChildren();
  }
  function again() {
    fold();
    onAgain();
    hand.node.focus();
  }

  const stopTheme = followTheme(root);
  if (state.placed) uncover(true);
  return {
    values: () => ({ ...state }),
    set(next) {
      const moved = next.guess !== state.guess;
      if (moved) onMove(next.guess);
      if (next.placed && moved) showing = false;
      state = { ...state, ...next };
      if (next.placed) uncover(true);
      else if (showing && !place.disabled) fold();
    },
    destroy() {
      stopTheme();
      root.remove();
    },
  };
}
