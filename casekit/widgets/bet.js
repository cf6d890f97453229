// A bet: say a number before the answer is shown. The answer comes from `reveal`, never with the payload.
import { followTheme, frame, make, number, put, safeNodes, say, sayAbout } from "./common.js";
import { numberField, slider } from "./sliders.js";

// How far a guess is from the answer, in words; careful with zero and with losses.
export function verdict(guess, answer, unit) {
  const apart = Math.abs(guess - answer);
  const told = `${say(answer, unit) === sayAbout(answer, unit) ? "" : "about "}${sayAbout(answer, unit)}`;
  if (apart <= 0.05 * Math.abs(answer)) return `Right: ${told}.`;
  const start = `You said ${say(guess, unit)}. The answer is ${told}: `;
  if (unit[2] === "%") return `${start}${number(Math.round(100 * apart))} points ${answer > guess ? "more" : "less"}.`;
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

// A line from low to high with the guess above it and the answer below it, so that the words never meet. Places are
// percentages, so that it fits any width and its words keep their size.
function numberLine({ low, high, unit, log }, guess, answer, first) {
  const all = [low, high, guess, answer];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const share = log && from > 0 ? (value) => Math.log(value / from) / Math.log(to / from) : (value) => (value - from) / (to - from || 1);
  const place = (value) => `${100 * share(value)}%`;
  const side = (value) => (share(value) < 0.25 ? "start" : share(value) > 0.75 ? "end" : "middle");
  const svg = drawn("svg", { role: "img", "aria-label": verdict(guess, answer, unit) });
  const stroke = (start, end, kind) => svg.append(drawn("line", { x1: place(start), x2: place(end), y1: 52, y2: 52, class: kind }));
  const word = (value, y, kind, text) => svg.append(drawn("text", { x: place(value), y, "text-anchor": side(value), class: kind }, text));
  stroke(from, to, "ck-line-axis");
  for (const end of [from, to]) {
    svg.append(drawn("line", { x1: place(end), x2: place(end), y1: 47, y2: 57, class: "ck-line-axis" }));
    word(end, 74, "ck-line-end", say(end, unit));
  }
  stroke(guess, answer, "ck-line-gap");
  if (first !== null && first !== guess) svg.append(drawn("circle", { cx: place(first), cy: 52, r: 5, class: "ck-line-first" }));
  svg.append(drawn("circle", { cx: place(guess), cy: 52, r: 7, class: "ck-line-you" }));
  word(guess, 34, "ck-line-you-text", `you: ${say(guess, unit)}`);
  const diamond = drawn("svg", { x: place(answer), y: 52, overflow: "visible", width: 1, height: 1 });
  diamond.append(drawn("path", { d: "M0-10 10 0 0 10-10 0z", class: "ck-line-answer" }));
  svg.append(diamond);
  word(answer, 98, "ck-line-answer-text", `the answer: ${sayAbout(answer, unit)}`);
  return make("div", { class: "ck-line" }, svg);
}

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
