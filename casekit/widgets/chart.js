// The picture: a Vega view that is made once and then only given new numbers.
import { importText, make, newId, put } from "./common.js";
import { endRoom } from "./overtime.js";
import { nextRange, viewData, viewSentence } from "./series.js";

// Vega is large: one copy serves every widget of a notebook. `request` fetches its text when there is none yet.
export async function loadVega(request) {
  const ours = !globalThis.__casekit_vega;
  if (ours) {
    globalThis.__casekit_vega = Promise.resolve()
      .then(request)
      .then(importText)
      .then((module) => module.default);
  }
  const shared = globalThis.__casekit_vega;
  try {
    return await shared;
  } catch (problem) {
    if (globalThis.__casekit_vega === shared) delete globalThis.__casekit_vega;
    if (ours) throw problem;
    return loadVega(request);
  }
}

// Specs are written in the kit's colors for white paper; these are the same for dark paper.
const darkInk = {
  "#005f96": "#56b4e9", "#b34700": "#ff9a4d", "#006b4e": "#35c79a", "#5c6570": "#a9b2bc",
  "#7a3f74": "#d79bd0", "#1b1f23": "#e8ebee", "#d5dce3": "#3a424b", "#e6eaee": "#262d34",
};
function inked(spec, colors) {
  if (typeof spec === "string") return colors[spec.toLowerCase()] ?? spec;
  if (Array.isArray(spec)) return spec.map((each) => inked(each, colors));
  if (spec === null || typeof spec !== "object") return spec;
  return Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, inked(value, colors)]));
}

// How large the letters of a picture are, and the size that labels.js counts with.
const smallLetter = 11.5;
const letterOf = (node) => Math.max(smallLetter, Number.parseFloat(getComputedStyle(node).fontSize) * 0.84);

function themeConfig(node) {
  const style = getComputedStyle(node);
  const token = (name) => style.getPropertyValue(name).trim();
  const size = letterOf(node);
  const [ink, dim, line, faint] = ["--ck-ink", "--ck-dim", "--ck-line", "--ck-faint"].map(token);
  return {
    font: style.fontFamily, background: "transparent", aria: false, view: { stroke: null },
    axis: { labelColor: dim, titleColor: dim, gridColor: faint, domainColor: line, tickColor: line, labelFontSize: size, titleFontSize: size, titleFontWeight: "normal" },
    text: { color: ink, fontSize: size },
  };
}

// Over time labels have room above and below the lines, within the picture. _spec.py says how much above.
const above = 16;

// What a picture is drawn from. `names` are the datasets that its spec may have; data, sentence and range say the rest,
// and `beside` how many pixels are kept free to the right of the picture.
const explorerPen = {
  names: ["curve", "rules", "marks", "rivals", "ends", "seen"], data: viewData, sentence: viewSentence, range: nextRange, beside: endRoom,
};

export function chart(payload, compute, { root, requestVega, strict = false, pen = explorerPen }) {
  const { views } = payload;
  const target = make("div", { class: "ck-canvas", role: "img" });
  const status = make("p", { class: "ck-status" }, "Drawing the picture …");
  const sentence = make("figcaption", { class: "ck-sentence", id: newId("sentence") });
  const tabs = views.map((view, at) => make("button", { type: "button", class: "ck-tab", "aria-pressed": String(at === 0), onclick: () => choose(at) }, view.title));
  const node = make("figure", { class: "ck-chart" }, views.length > 1 ? make("div", { class: "ck-tabs", role: "group", "aria-label": "Pictures" }, ...tabs) : null, target, status, sentence);
  let view = views[0];
  let embedded = null;
  let shown = null; // the view that stands in the page: another one is chosen a moment before it is drawn
  let state = null;
  let fresh = null;
  let range = null;
  let drawn = {};
  let busy = false;
  let again = false;
  let stopped = false;
  let generation = 0;

  // The sentence and the picture are made from the same numbers, which are worked out once.
  const dataNow = () => {
    if (fresh) return fresh;
    const { width, height } = size();
    // Once it is drawn, Vega says how much the axes have left.
    const inside = shown === view ? embedded.view : { width: () => width - 60, height: () => height - 60 };
    const large = letterOf(target) / smallLetter;
    const free = roomOf(width);
    const room = {
      tall: range ? range[1] - range[0] : 0, range, whole: width / large, below: free.below / large,
      width: (inside.width() - free.beside) / large, height: (inside.height() - (view.overTime ? free.below + above : 0)) / large,
    };
    fresh = pen.data(payload, view, compute, state.values, state.kept, room);
    return fresh;
  };
  // What a picture over time keeps free within itself, in pixels.
  function roomOf(width) {
    const large = letterOf(target) / smallLetter;
    return { beside: large * (pen.beside?.(payload, view, width / large) ?? 0), below: large * (width < 400 ? 33 : 18) };
  }
  const size = () => {
    const width = Math.max(220, Math.floor(target.clientWidth || 480));
    // A picture over time keeps room for its labels.
    return { width, height: Math.round(Math.min(440, Math.max(view.overTime ? 280 : 220, width * (width < 560 ? 0.62 : 0.46)))) };
  };

  // Give Vega only what differs from what it shows.
  function feed(vega, data) {
    let changed = false;
    for (const name of pen.names) {
      const text = JSON.stringify(data[name]);
      if (text === undefined || drawn[name] === text) continue;
      drawn[name] = text;
      vega.data(name, data[name]);
      changed = true;
    }
    const next = pen.range(range, data);
    range = next;
    if (drawn.range !== String(next)) {
      drawn.range = String(next);
      try {
        vega.signal("yLow", next[0]).signal("yHigh", next[1]);
        if (next.length > 2) vega.signal("xHigh", next[2]);
        vega.resize();
      } catch {
        // A spec without these signals chooses its own axis.
      }
      changed = true;
    }
    return changed;
  }

  async function paint() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      if (embedded && shown === view && feed(embedded.view, dataNow())) await embedded.view.runAsync();
    } while (again && !stopped);
    busy = false;
  }

  async function embed() {
    const mine = (generation += 1);
    const vegaEmbed = await loadVega(requestVega);
    if (stopped || mine !== generation) return;
    const box = make("div", { "aria-hidden": "true" });
    const paper = getComputedStyle(root).getPropertyValue("--ck-paper").trim();
    const colors = { ...(root.dataset.theme === "dark" ? darkInk : {}), "#ffffff": paper };
    const data = dataNow();
    range = pen.range(range, data);
    const params = ["yLow", "yHigh", "xHigh"].slice(0, range.length).map((name, at) => ({ name, value: range[at] }));
    if (view.overTime) params.push(...Object.entries(roomOf(size().width)).map(([name, value]) => ({ name, value })));
    const datasets = Object.fromEntries(pen.names.filter((name) => data[name]).map((name) => [name, data[name]]));
    const drawing = { view, range: String(range), ...size() };
    const { width, height } = drawing;
    const spec = { ...inked(view.spec, colors), params, datasets, width, height, autosize: { type: "fit", contains: "padding" } };
    const result = await vegaEmbed(box, spec, { actions: false, ast: strict, renderer: "svg", tooltip: false, defaultStyle: false, config: themeConfig(target) });
    if (stopped || mine !== generation) return result.finalize();
    embedded?.finalize();
    embedded = result;
    shown = drawing.view;
    fresh = null; // labels keep clear of an axis whose ends are now known
    drawn = { range: drawing.range, width: drawing.width };
    target.replaceChildren(box);
    status.hidden = true;
    await paint();
  }

  const draw = () => embed().catch((problem) => {
    if (stopped) return;
    status.hidden = false;
    put(status, `The picture cannot be drawn here${problem?.message ? ` (${problem.message})` : ""}. This is what it would show:`);
  });

  function say() {
    const text = pen.sentence(payload, view, dataNow());
    put(sentence, text);
    target.setAttribute("aria-label", `${view.title}. ${text}`);
  }

  function choose(at) {
    view = views[at];
    range = null;
    fresh = null;
    tabs.forEach((tab, index) => tab.setAttribute("aria-pressed", String(index === at)));
    say();
    draw();
  }

  const resized = new ResizeObserver(() => {
    // A notebook hides what is far away; such a picture keeps its size.
    if (!embedded || !target.clientWidth) return;
    const { width, height } = size();
    if (drawn.width === width || shown !== view) return;
    drawn.width = width;
    fresh = null;
    if (view.overTime) Object.entries(roomOf(width)).forEach(([name, value]) => embedded.view.signal(name, value));
    embedded.view.width(width).height(height).runAsync().then(paint);
  });

  return {
    node,
    show(values, outputs, kept) {
      state = { values, kept: kept?.values };
      fresh = null;
      say();
      return paint();
    },
    // After it stands in the page and knows its width.
    start() {
      resized.observe(target);
      return draw();
    },
    retheme: () => embedded && draw(),
    text: () => sentence.textContent,
    destroy() {
      stopped = true;
      resized.disconnect();
      embedded?.finalize();
    },
  };
}
