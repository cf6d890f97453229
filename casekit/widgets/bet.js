// A bet: say a number before the answer is shown. The answer comes from `reveal`, never with the payload.
import { followTheme, frame, make, number, put, safeNodes, say, sayAbout } from "./common.js";
import { numberField, slider } from "./sliders.js";

// How far a guess is from the answer, in words; careful with zero and with losses.
export function verdict(guess, answer, unit) {
  const apart = Math.abs(guess - answer);
  if (apart <= 0.05 * Math.abs(answer)) return `Right: about ${sayAbout(answer, unit)}.`;
  const start = `You said ${say(guess, unit)}. The answer is ${sayAbout(answer, unit)}: `;
  if (guess <= 0 || answer <= 0) return `${start}${sayAbout(apart, unit)} ${answer > guess ? "more" : "less"}.`;
  const which = answer > guess ? "low" : "high";
  const ratio = Math.max(guess / answer, answer / guess);
  if (ratio < 1.5) return `${start}your guess was ${number(Math.round((100 * apart) / answer))}% too ${which}.`;
  return start + (which === "low" ? `${sayRatio(ratio)} times your guess.` : `your guess was ${sayRatio(ratio)} times too high.`);
}
const sayRatio = (ratio) => (ratio >= 10 ? number(Math.round(ratio)) : number(Math.round(ratio * 10) / 10));

function drawn(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// A line from low to high with the guess above it and the answer below it, so that the words never meet.
function numberLine({ low, high, unit, log }, guess, answer, first) {
  const all = [low, high, guess, answer];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const even = log && from > 0;
  const place = (value) => 20 + 560 * (even ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from || 1));
  const side = (x) => (x < 120 ? "start" : x > 480 ? "end" : "middle");
  const svg = drawn("svg", { viewBox: "0 0 600 112", class: "ck-line", role: "img", "aria-label": verdict(guess, answer, unit) });
  svg.append(drawn("line", { x1: 20, x2: 580, y1: 56, y2: 56, class: "ck-line-axis" }));
  for (const value of [from, to]) {
    const x = place(value);
    svg.append(drawn("line", { x1: x, x2: x, y1: 51, y2: 61, class: "ck-line-axis" }));
    if (Math.abs(x - place(answer)) > 130) svg.append(drawn("text", { x, y: 80, "text-anchor": side(x), class: "ck-line-end" }, say(value, unit)));
  }
  svg.append(drawn("line", { x1: place(guess), x2: place(answer), y1: 56, y2: 56, class: "ck-line-gap" }));
  if (first !== null && first !== guess) svg.append(drawn("circle", { cx: place(first), cy: 56, r: 5, class: "ck-line-first" }));
  const you = place(guess);
  svg.append(drawn("circle", { cx: you, cy: 56, r: 7, class: "ck-line-you" }),
    drawn("text", { x: you, y: 38, "text-anchor": side(you), class: "ck-line-you-text" }, `you: ${say(guess, unit)}`));
  const right = place(answer);
  svg.append(drawn("path", { d: `M${right} 46l10 10-10 10-10-10z`, class: "ck-line-answer" }),
    drawn("text", { x: right, y: 86, "text-anchor": side(right), class: "ck-line-answer-text" }, `the answer: ${sayAbout(answer, unit)}`));
  return svg;
}

// Draws a bet into `el`.
//   payload   { id, question, unit, low, high, start, log, step }
//   state     { guess, placed, first } to start with
//   reveal    async (guess) => ({ answer, after, where }): places the bet and gives the answer
//   onAgain   called when the bet is taken back
// Returns { set(state), values(), destroy() }.
export function mount(el, payload, { state: given = {}, reveal, onAgain = () => {} }) {
  const root = frame("ck-bet", payload.question);
  let state = { guess: payload.start, placed: false, first: null, ...given };
  const input = { ...payload, name: payload.id, slider: [payload.low, payload.high], value: state.guess };
  const problem = make("p", { class: "ck-problem", role: "alert", hidden: true });
  const complain = (text) => {
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
  const place = make("button", { type: "button", class: "ck-button ck-strong", onclick: () => uncover() }, "Place my bet");
  const form = make("div", { class: "ck-bet-form" }, hand.node, make("span", { class: "ck-said" }, typed.node), place);
  const answer = make("div", { class: "ck-bet-answer", role: "status", "aria-live": "polite", tabindex: "-1" });
  root.append(make("p", { class: "ck-question" }, payload.question), form, problem, answer);
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
    } catch (trouble) {
      showing = false;
      complain(`The answer did not come (${trouble.message}). Run this cell again.`);
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
      make("p", { class: "ck-claim" }, verdict(state.guess, value, payload.unit)),
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
