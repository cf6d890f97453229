// A guess and its answer on one line, and how far they are apart in words; and how SVG is made.
import { make, number, say, sayAbout } from "./common.js";

// How far a guess is from the answer, in words; careful with zero and with losses.
export function howFar(guess, answer, unit) {
  const apart = Math.abs(guess - answer);
  const told = `${say(answer, unit) === sayAbout(answer, unit) ? "" : "about "}${sayAbout(answer, unit)}`;
  if (apart <= 0.05 * Math.abs(answer)) return `Right: ${told}.`;
  const start = `You said ${say(guess, unit)}. The answer is ${told}: `;
  if (unit[2] === "%" && apart >= 0.01) return `${start}${number(Math.round(100 * apart))} points ${answer > guess ? "more" : "less"}.`;
  if (guess <= 0 || answer <= 0) return `${start}${sayAbout(apart, unit)} ${answer > guess ? "more" : "less"}.`;
  const which = answer > guess ? "low" : "high";
  const ratio = Math.max(guess / answer, answer / guess);
  if (ratio < 1.5) return `${start}your guess was ${number(Math.round((100 * apart) / answer))}% too ${which}.`;
  return start + (which === "low" ? `${sayRatio(ratio)} times your guess.` : `your guess was ${sayRatio(ratio)} times too high.`);
}
const sayRatio = (ratio) => (ratio >= 10 ? number(Math.round(ratio)) : number(Math.round(ratio * 10) / 10));

export function drawn(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// A line from low to high with the guess above it and the answer below it, so that the words never meet. Places are
// percentages, so that it fits any width and its words keep their size.
export function numberLine({ low, high, unit, log }, guess, answer, first) {
  const all = [low, high, guess, answer];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const share = log && from > 0 ? (value) => Math.log(value / from) / Math.log(to / from) : (value) => (value - from) / (to - from || 1);
  const place = (value) => `${100 * share(value)}%`;
  const side = (value) => (share(value) < 0.25 ? "start" : share(value) > 0.75 ? "end" : "middle");
  const svg = drawn("svg", { role: "img", "aria-label": howFar(guess, answer, unit) });
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
