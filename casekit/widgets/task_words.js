// Forms that are written into: a number with its unit, a few sentences, a formula, a function.
import { make, newId, put, readNumber, whyNoNumber } from "./common.js";
import { marked } from "./task_parts.js";

const inFull = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 10 }).replace("-", "\u2212");
const named = (words) => `${words[0] === "$" ? "dollars" : words[0]}${words[2]}`.trim() || "a plain number";
const field = (attributes) => make("input", { type: "text", class: "ck-field", autocomplete: "off", spellcheck: "false", ...attributes });

// ---- a number ----

// What was typed: a number, and the unit when it was typed behind it. NaN where it is no number.
//   units   as in the sheet; [] where none is asked for
//   share   whether a share is asked for: "26%", "26" and "0.26" are the same then
export function readTyped(text, units, share) {
  const typed = text.trim().replace(/\s+/g, " ");
  const percent = typed.endsWith("%");
  const plain = readNumber(percent ? typed.slice(0, -1) : typed);
  if (percent && (share || !units.length)) return { number: plain / 100, unit: null };
  if (share) return { number: Math.abs(plain) < 1 ? plain : plain / 100, unit: null };
  if (percent) return { number: Number.NaN, unit: null };
  if (!Number.isNaN(plain)) {
    // A sign of money says that it is money, but not what for.
    const money = units.filter(({ words }) => words[0] === "$");
    return { number: plain, unit: typed.includes("$") && money.length === 1 ? money[0].unit : null };
  }
  const ends = units.flatMap(({ unit, words }) => [words[1], words[2], named(words)].map((end) => ({ unit, end: end.trim() })));
  const longest = ends.filter(({ end }) => end && typed.toLowerCase().endsWith(` ${end.toLowerCase()}`)).sort((a, b) => b.end.length - a.end.length)[0];
  if (!longest) return { number: Number.NaN, unit: null };
  return { number: readNumber(typed.slice(0, -longest.end.length)), unit: longest.unit };
}

export function numberForm(task, own, { changed }) {
  const units = task.units ?? [];
  const share = task.share === true;
  const [fieldId, menuId, echoId] = ["number", "unit", "echo"].map(newId);
  const input = field({ id: fieldId, inputmode: "decimal", "aria-describedby": echoId });
  const options = units.map(({ unit, words }) => make("option", { value: unit }, named(words)));
  const menu = make("select", { id: menuId }, make("option", { value: "" }, "Choose a unit"), ...options);
  const echo = make("p", { id: echoId, class: "ck-echo", "aria-live": "off" });
  const asksUnit = units.length > 1;
  const after = units.length === 1 ? make("span", {}, named(units[0].words)) : null;
  const unitOf = () => (asksUnit ? menu.value : units[0]?.unit ?? null);
  function show(byHand) {
    const { number, unit } = readTyped(input.value, units, share);
    if (byHand && unit && asksUnit) menu.value = unit;
    const full = share ? `${inFull(number * 100)}%` : inFull(number);
    const typed = input.value.trim().replace("-", "\u2212").replace(/^(\u2212?)\$\s*/, "$1");
    put(echo, Number.isFinite(number) && typed && ![full, full.replaceAll(",", "")].includes(typed) ? `Read as ${full}.` : "");
  }
  input.addEventListener("input", () => {
    show(true);
    changed();
  });
  menu.addEventListener("change", changed);
  const node = make("div", { class: "ck-number-form" },
    make("div", { class: "ck-labeled" }, make("label", { for: fieldId }, share ? "Your answer, such as 26% or 0.26" : "Your answer"), make("span", { class: "ck-with-unit" }, input, after)),
    asksUnit ? make("div", { class: "ck-labeled" }, make("label", { for: menuId }, "In which unit?"), menu) : null, echo);
  return {
    node,
    draft: () => ({ text: input.value, unit: menu.value }),
    fill(given) {
      const known = Number.isFinite(given?.number);
      input.value = known ? (share ? `${inFull(given.number * 100)}%` : inFull(given.number)) : typeof given?.text === "string" ? given.text : "";
      menu.value = units.some(({ unit }) => unit === given?.unit) ? given.unit : "";
      show(false);
    },
    read() {
      const text = input.value.trim();
      if (!text) return { problem: "There is no answer yet. Write a number.", at: input };
      const { number } = readTyped(text, units, share);
      if (!Number.isFinite(number)) return { problem: whyNoNumber(text, share ? "26% or 0.26" : "76.7, 2,000 or 6 million", share), at: input };
      if (asksUnit && !menu.value) return { problem: "Choose the unit too: a number without one says nothing.", at: menu };
      return { value: { number, unit: unitOf() } };
    },
  };
}

// ---- sentences ----

const countWords = (text) => text.split(/\s+/).filter(Boolean).length;

export function essayForm(task, own, { changed, asked }) {
  const countId = newId("count");
  const area = make("textarea", { class: "ck-field ck-area", rows: "7", maxlength: "6000", "aria-labelledby": asked, "aria-describedby": countId });
  const count = make("p", { id: countId, class: "ck-count" });
  const warn = make("p", { class: "ck-hidden", role: "status" });
  function show() {
    const words = countWords(area.value);
    const over = words - task.words;
    put(count, `${words} of ${task.words} words${over > 0 ? `: ${over} too many` : ""}`);
    count.classList.toggle("ck-over", over > 0);
    // Only what changes something is spoken, not each word.
    put(warn, over > 0 ? `More than ${task.words} words.` : "");
  }
  area.addEventListener("input", () => {
    show();
    changed();
  });
  const rows = (task.rubric ?? []).map(({ html, points, yes, no }) => make("li", {},
    make("span", { class: "ck-worth" }, `${points} ${points === 1 ? "point" : "points"}`),
    make("div", {}, marked(html), yes ? make("p", { class: "ck-dim" }, make("b", {}, "Counts: "), yes) : null, no ? make("p", { class: "ck-dim" }, make("b", {}, "Does not: "), no) : null)));
  const rubric = rows.length ? make("div", { class: "ck-rubric" }, make("p", { class: "ck-rubric-name" }, "What it is marked by"), make("ul", {}, ...rows)) : null;
  show();
  return {
    node: make("div", { class: "ck-essay" }, rubric, area, count, warn),
    draft: () => area.value,
    fill(given) {
      area.value = typeof given === "string" ? given : "";
      show();
    },
    read() {
      const words = countWords(area.value);
      if (!words) return { problem: "There is no answer yet.", at: area };
      if (words > task.words) return { problem: `This has ${words} words; ${task.words} are the most. Shorten it.`, at: area };
      return { value: area.value };
    },
  };
}

// ---- formulas and functions ----

// Written as if typed, so that it can be undone.
function putIn(area, text) {
  area.focus();
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

// The names that may be used. Pressing one writes it.
function nameList(names, area) {
  const rows = names.map(({ name, label, unit, help }) => make("li", {},
    make("button", { type: "button", class: "ck-name", translate: "no", "aria-label": `Write ${name}`, onclick: () => putIn(area, name) }, make("code", {}, name)),
    make("span", {}, label, unit ? make("span", { class: "ck-dim" }, `, in ${unit}`) : null, help ? make("span", { class: "ck-dim" }, `: ${help}`) : null)));
  return make("div", { class: "ck-names" }, make("p", { class: "ck-rubric-name" }, "Names to use"), make("ul", {}, ...rows));
}

export function formulaForm(task, own, { changed }) {
  const id = newId("formula");
  const input = field({ id, class: "ck-field ck-code", autocapitalize: "none", oninput: () => changed() });
  return {
    node: make("div", { class: "ck-formula" }, nameList(task.names, input),
      make("div", { class: "ck-labeled" }, make("label", { for: id }, "Your formula, with + − * / and brackets"), input)),
    draft: () => input.value,
    fill: (given) => (input.value = typeof given === "string" ? given : ""),
    read: () => (input.value.trim() ? { value: input.value.trim() } : { problem: "There is no answer yet. Write a formula.", at: input }),
  };
}

// What of a program is neither text nor a remark.
const bareCode = (source) => source.replace(/"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*/g, " ");

// What is missing before it can be a function at all; "" when nothing is.
function whyNoFunction(source, head) {
  const code = bareCode(source);
  if (/\blambda\b/.test(code)) return "";
  if (!/\bdef\b/.test(code)) return `Begin with “${head}”.`;
  if (!source.replace(head, "").trim()) return "The function does nothing yet. Write what it returns.";
  return /\breturn\b/.test(code) ? "" : "It gives nothing back: end it with return and what it gives.";
}

export function functionForm(task, own, { changed, python }) {
  const id = newId("function");
  const head = `def ${task.function}(${task.names.map(({ name }) => name).join(", ")}):`;
  const start = `${head}\n    `;
  const area = make("textarea", { id, class: "ck-field ck-area ck-code", rows: "6", maxlength: "4000", spellcheck: "false", autocapitalize: "none", autocomplete: "off", wrap: "off" });
  area.value = start;
  area.addEventListener("input", changed);
  // A new line begins as far in as the one above it, and further in after a colon. Tab goes on to the button, as everywhere.
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
    event.preventDefault();
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
    putIn(area, `\n${/^ */.exec(line)[0]}${/:\s*(?:#.*)?$/.test(line) ? "    " : ""}`);
  });
  const where = task.practice ? "Plain arithmetic is checked at once." : "It is run when it is marked, since a page has no Python.";
  const note = python ? null : make("p", { class: "ck-dim" }, where);
  return {
    node: make("div", { class: "ck-function" }, nameList(task.names, area),
      make("div", { class: "ck-labeled" }, make("label", { for: id }, "Your function"), area), note),
    draft: () => area.value,
    fill(given) {
      const source = typeof given === "string" ? given : given?.source;
      area.value = typeof source === "string" ? source : start;
    },
    read() {
      const problem = whyNoFunction(area.value, head);
      return problem ? { problem, at: area } : { value: { source: area.value } };
    },
    // Practice that could not be judged here is judged where Python is.
    met: (verdict) => note && put(note, task.practice && verdict?.verdict === "recorded" ? "Python is not on this page: try it in the notebook." : where),
  };
}
