// What every widget needs: numbers as readers see them, small DOM helpers, light and dark.

// ---- numbers: the same rules as casekit/units.py, whatever the machine's language ----

// Half away from zero, as units.py rounds.
const round = (size, digits) => Math.floor(size * 10 ** digits + 0.5) / 10 ** digits;

function dress(size, digits) {
  const [whole, rest] = round(size, digits).toFixed(Math.max(0, digits)).split(".");
  const decimals = rest ? `.${rest}`.replace(/\.?0+$/, "") : "";
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + decimals;
}
const signed = (value, text) => (value < 0 && text !== "0" ? `\u2212${text}` : text);

function write(value, rounded) {
  if (!Number.isFinite(value)) return "not available";
  const size = Math.abs(value);
  let digits = (rounded ? 1 : 2) - (size < 1 ? Math.floor(Math.log10(size)) : 0);
  const whole = Math.abs(value - Math.round(value)) <= 1e-9 * Math.max(1, size);
  if (rounded && size >= 10_000 && !whole) digits = 2 - Math.floor(Math.log10(size));
  else if (size >= 100 || whole) digits = 0;
  else if (size >= 10) digits = rounded ? 0 : 1;
  return signed(value, dress(size, digits));
}
export const number = (value) => write(value, false);
export const about = (value) => write(value, true);

function money(value, rounded) {
  const scale = [[1e9, "billion"], [1e6, "million"]].find(([size]) => Math.abs(value) >= size * 0.9995);
  const cents = Math.abs(value) >= 0.1 && Math.abs(value) < (rounded ? 10 : 100) && Math.abs(value - Math.round(value)) > 0.005;
  if (cents) return signed(value, round(Math.abs(value), 2).toFixed(2));
  if (!scale || !Number.isFinite(value)) return write(value, rounded && Math.abs(value) < 10_000);
  const size = Math.abs(value) / scale[0];
  return `${signed(value, dress(size, 2 - Math.floor(Math.log10(size) + 1e-12)))} ${scale[1]}`;
}

// A unit is what stands before the number, and what follows one and many: ["$", " a car", " a car"].
export const isShare = (unit) => unit[2] === "%";
export const shown = (value, unit) => (isShare(unit) ? value * 100 : value);
export const bare = (value, unit, rounded = false) => (unit[0] ? money : write)(shown(value, unit), rounded);
export const suffix = (text, unit) => (text === "1" ? unit[1] : unit[2]);
export function say(value, unit, rounded = false) {
  if (!Number.isFinite(value)) return "not available";
  const text = bare(value, unit, rounded);
  const minus = text.startsWith("\u2212") ? "\u2212" : "";
  const size = text.slice(minus.length);
  return minus + unit[0] + size + suffix(size, unit);
}
export const sayAbout = (value, unit) => say(value, unit, true);
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// What a person typed: "2,000", "$50,000", "6 million", "1.5". Anything else is NaN.
export function readNumber(text, unit = ["", "", ""]) {
  const plain = text.trim().toLowerCase().replace("\u2212", "-").replace(/^(-?)\s*\$\s*/, "$1");
  const match = /^(-?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(thousand|million|billion|%)?$/.exec(plain);
  if (!match || !/\d/.test(match[1])) return Number.NaN;
  if (match[2] === "%" && !isShare(unit)) return Number.NaN;
  const scale = { thousand: 1e3, million: 1e6, billion: 1e9 }[match[2]] ?? 1;
  return (Number(match[1].replaceAll(",", "")) * scale) / (isShare(unit) ? 100 : 1);
}

// Why what was typed is no number: a sentence for each common cause.
//   like   how to write it otherwise: "76.7, 2,000 or 6 million"
//   share  whether a share may be written with %
export function whyNoNumber(typed, like, share = false) {
  const text = typed.trim();
  const said = `“${text.slice(0, 40)}” is not a number.`;
  if (/\d\s+[\d.,]/.test(text)) return `${said} There is a space within it. Write 2,000 or 2000.`;
  const inGroups = text.replace(/(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/g, "1000");
  if (/(?:^|[\s\d$-]),\d/.test(inGroups)) return `${said} Write decimals with a point: 0.125.`;
  if (text.endsWith("%") && !share) return `${said} No share is asked for here: write it without %.`;
  return `${said} Write it like ${like}.`;
}

// ---- the page ----

// Everything from a case is untrusted: it enters as text, never as markup.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A browser may break a line between a minus and the sign of money: here it may not.
export const unparted = (text) => text.replaceAll("\u2212$", "\u2212\u2060$");

export function put(node, text) {
  const whole = unparted(text);
  if (node.textContent !== whole) node.textContent = whole;
}

// Markup made by the kit's Python may hold <b>, <br> and <span title>; all else becomes plain text.
export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const copy = (from, to) => {
    for (const child of from.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) to.append(unparted(child.textContent));
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const tag = child.localName;
        if (tag === "script" || tag === "style") continue;
        if (tag === "br") to.append(make("br"));
        const title = tag === "span" ? child.getAttribute("title") : null;
        const inner = tag === "b" || tag === "span" ? make(tag, title ? { title, class: "ck-sourced" } : {}) : to;
        copy(child, inner);
        if (inner !== to) to.append(inner);
      }
    }
    return to;
  };
  return copy(parsed.body, document.createDocumentFragment());
}

let labels = 0;
export const newId = (stem) => `ck-${stem}-${(labels += 1)}-${Math.random().toString(36).slice(2, 7)}`;

// Text that a page carries is run as a module of its own.
export async function importText(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function isDark() {
  const { body } = document;
  const said = document.documentElement.dataset.theme ?? body.dataset.theme;
  if (said === "dark" || said === "light") return said === "dark";
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  if (body.classList.contains("vscode-dark") || body.classList.contains("vscode-high-contrast")) return true;
  if (body.classList.contains("vscode-light")) return false;
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

// Marks root light or dark now and whenever the page changes; returns a function that stops.
export function followTheme(root, onTheme = () => {}) {
  const apply = () => {
    const theme = isDark() ? "dark" : "light";
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    onTheme(theme);
  };
  const watcher = new MutationObserver(apply);
  const query = matchMedia("(prefers-color-scheme: dark)");
  const attributeFilter = ["data-jp-theme-light", "data-theme", "class"];
  watcher.observe(document.body, { attributes: true, attributeFilter });
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  query.addEventListener("change", apply);
  apply();
  return () => {
    watcher.disconnect();
    query.removeEventListener("change", apply);
  };
}

// The frame of a widget. JupyterLab's shortcuts stay out of it.
export function frame(kind, label) {
  const root = make("section", { class: `casekit ${kind}`, "aria-label": label, "data-lm-suppress-shortcuts": "true", translate: "yes" });
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return root;
}

export function later(wait, action) {
  let timer = null;
  const run = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
  run.cancel = () => clearTimeout(timer);
  return run;
}
