// What the forms of a task share: text with the student's own numbers, icons, radios, and a place in a list.
import { make, newId, safeNodes } from "./common.js";
import { drawn } from "./number_line.js";

const safeText = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

// Safe HTML of a sheet with {0}, {1} in it: each becomes one of the student's own numbers, and shows that it is one. In a
// tooltip a number is plain text.
export function withOwn(html, said = []) {
  const put = (text, dress) => text.replace(/\{(\d+)\}/g, (part, at) => (typeof said[at] === "string" ? dress(safeText(said[at])) : part));
  const titled = html.replace(/title="[^"]*"/g, (title) => put(title, (own) => own));
  return safeNodes(put(titled, (own) => `<b>${own}</b>`));
}

export const marked = (html, tag = "span", kind = null) => {
  const node = make(tag, kind ? { class: kind } : {});
  node.append(safeNodes(String(html ?? "")));
  return node;
};

// Items in the order of this student; what the order does not name comes last.
export function inOwnOrder(items, ids) {
  const known = Array.isArray(ids) ? ids : [];
  const place = (item) => (known.includes(item.id) ? known.indexOf(item.id) : known.length);
  return [...items].sort((a, b) => place(a) - place(b));
}

const CIRCLE = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z";
const SHAPES = {
  right: ["M3 8.5 6.5 12 13 4.5"],
  partly: [CIRCLE, "M8 2.5a5.5 5.5 0 0 1 0 11z"],
  wrong: ["M4 4l8 8M12 4l-8 8"],
  kept: [CIRCLE, "M8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4z"],
};
// Each outline is drawn; a second one in it is filled.
export function icon(shape) {
  const svg = drawn("svg", { viewBox: "0 0 16 16", class: "ck-icon", "aria-hidden": "true" });
  SHAPES[shape].forEach((d, at) => svg.append(drawn("path", at ? { d, class: "ck-icon-full" } : { d })));
  return svg;
}

// A, B, C for who answers in code: `check("whom", "B")`.
export const letterOf = (at) => make("span", { class: "ck-letter" }, String.fromCharCode(65 + at));

// Radios under one legend. `chosen()` is the id, or null.
export function radios(legend, items, { kind = "ck-options", onChange = () => {}, labelledby = null, letters = false } = {}) {
  const name = newId("pick");
  const inputs = items.map(({ id }) => make("input", { type: "radio", name, value: id, onchange: onChange }));
  const text = (item) => (item.html === undefined ? make("span", {}, item.label) : marked(item.html));
  const rows = items.map((item, at) => make("label", { class: "ck-option" }, inputs[at], letters ? letterOf(at) : null, text(item)));
  const node = make("fieldset", { class: kind, "aria-labelledby": labelledby }, legend ? make("legend", {}, legend) : null, ...rows);
  return {
    node,
    first: inputs[0],
    chosen: () => inputs.find((each) => each.checked)?.value ?? null,
    choose: (id) => inputs.forEach((each) => (each.checked = each.value === id)),
  };
}

const LEAST = 9; // pixels that the smallest words of a picture keep

// The width below which a picture's words are too small to read.
function leastWidth(svg) {
  const wide = Number(/viewBox="[\d.-]+ [\d.-]+ ([\d.]+)/.exec(svg)?.[1]);
  const letters = [...svg.matchAll(/font-size="([\d.]+)(?:px)?"/g)].map(([, size]) => Number(size));
  return wide && letters.length ? Math.ceil((wide * LEAST) / Math.min(...letters)) : 500;
}

// A picture made beforehand, for both papers. As an image, nothing in it can run. Its numbers stand below it.
export function picture(chart) {
  if (!chart || typeof chart.svg !== "string") return null;
  const image = (svg, kind) => {
    const node = make("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, alt: chart.alt ?? "", class: kind });
    node.style.setProperty("--ck-least", `${leastWidth(svg)}px`);
    return node;
  };
  const both = typeof chart.dark === "string" ? [image(chart.svg, "ck-on-light"), image(chart.dark, "ck-on-dark")] : [image(chart.svg, "ck-on-any")];
  const { columns = [], rows = [] } = chart.table ?? {};
  const cells = (row, tag, more = {}) => make("tr", {}, ...row.map((cell) => make(tag, more, String(cell))));
  const table = rows.length
    ? make("details", { class: "ck-fold" }, make("summary", {}, "The same as numbers"),
      make("table", {}, make("thead", {}, cells(columns, "th", { scope: "col" })), make("tbody", {}, ...rows.map((row) => cells(row, "td")))))
    : null;
  // It shrinks with the screen as long as it can be read; on a smaller one it is moved sideways.
  const frame_ = make("div", { class: "ck-picture-frame", tabindex: "0", role: "group", "aria-label": "Picture" }, ...both);
  const hint = make("p", { class: "ck-dim", "aria-hidden": "true", hidden: true }, "The picture goes on to the right: move it sideways.");
  const watcher = new ResizeObserver(() => (hint.hidden = frame_.scrollWidth <= frame_.clientWidth + 1));
  [frame_, ...both].forEach((each) => watcher.observe(each));
  return make("figure", { class: "ck-picture" }, frame_, hint, table);
}
