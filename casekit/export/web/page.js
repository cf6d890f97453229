// The walk as a page: one step at a time, forwards and back, with what the reader said kept on the way.
import { importText, make, put } from "../../widgets/common.js";
import { openStore } from "./store.js";
import { mountStep } from "./steps.js";
import { mountSave } from "./save.js";
import { sayNumbers, tellByHand } from "./sources.js";

const SAVE = "@save";
const dataOf = (id) => JSON.parse(document.getElementById(id).textContent);

async function begin() {
  const { case: caseName, walk, title, steps, fields } = dataOf("walk-data");
  const [explorer, bet, stepper] = await Promise.all(["walk-explorer", "walk-bet", "walk-stepper"].map((id) => importText(dataOf(id))));
  const main = document.querySelector("#walk-main");
  const bar = document.querySelector(".walk-bar");
  const list = document.querySelector(".walk-list");
  const [back, next] = ["-1", "1"].map((which) => bar.querySelector(`[data-go="${which}"]`));
  const trouble = document.querySelector(".walk-trouble");
  const sectionOf = (id) => [...main.querySelectorAll(".walk-step")].find((each) => each.dataset.step === id);
  const mounted = new Map();
  let order = [...steps.map(({ id }) => id), SAVE];
  let here = 0;

  const store = openStore(caseName, { walk, onTrouble: () => {
    trouble.hidden = false;
    put(trouble, "This browser keeps nothing for this page. Save your answers before you close it.");
  } });
  const app = {
    store, walk, steps, fields, sealed: dataOf("walk-sealed"), modules: { explorer, bet, stepper }, beforeSaving: [],
    requestVega: async () => dataOf("walk-vega"),
    go: (id) => show(order.indexOf(id)),
    flush: () => app.beforeSaving.forEach((each) => each()),
    changed: () => drawList(),
    opened: () => steps.some(({ part }) => part === "B"),
    erase() {
      app.beforeSaving = [];
      store.erase();
      // Every step is drawn anew when it is next shown; this one stays.
      for (const id of [...mounted.keys()]) if (id !== SAVE) mounted.delete(id);
      mounted.get(SAVE)?.show?.();
      drawList();
    },
    openPartB({ html, steps: later, line }) {
      if (app.opened()) return;
      sectionOf(SAVE).insertAdjacentHTML("afterend", html);
      document.querySelector(".walk-name p").textContent = line;
      steps.push(...later);
      order = [...order, ...later.map(({ id }) => id)];
      store.set({ part: "B" });
      makeList();
      show(order.indexOf(SAVE) + 1);
    },
    async print() {
      order.forEach(mount);
      await Promise.all([...mounted.values()].map((each) => each?.ready));
      window.print();
    },
  };

  function mount(id) {
    if (mounted.get(id)) return mounted.get(id).show?.();
    const section = sectionOf(id);
    const step = steps.find((each) => each.id === id);
    const handle = id === SAVE ? mountSave(section, app) : mountStep(step, section, app);
    mounted.set(id, handle);
    return handle?.show?.();
  }

  // A step counts as done when what it asks for was given.
  function isDone({ id, kind }) {
    const asked = { bet: "bet", vote: "vote", write: "text" }[kind];
    return Boolean(asked && store.last(id, asked)?.value !== undefined);
  }
  const titleOf = (id) => (id === SAVE ? "Save your answers" : steps.find((each) => each.id === id).title);

  function makeList() {
    const rows = order.map((id) => {
      const link = make("a", { href: `#${id}`, onclick: (event) => {
        event.preventDefault();
        list.open = false;
        app.go(id);
      } }, titleOf(id));
      return make("li", {}, link, make("span", { class: "walk-dim" }));
    });
    list.querySelector("ol").replaceChildren(...rows);
    drawList();
  }
  function drawList() {
    list.querySelectorAll("li").forEach((row, at) => {
      const step = steps.find((each) => each.id === order[at]);
      put(row.lastChild, step && isDone(step) ? " done" : "");
      if (at === here) row.firstChild.setAttribute("aria-current", "step");
      else row.firstChild.removeAttribute("aria-current");
    });
  }

  function show(at, { focus = true, record = true } = {}) {
    if (at < 0 || at >= order.length) return;
    app.flush();
    here = at;
    const id = order[at];
    main.querySelectorAll(".walk-step").forEach((each) => (each.hidden = each.dataset.step !== id));
    mount(id);
    put(document.querySelector("#walk-where"), `Step ${at + 1} of ${order.length}`);
    document.querySelector(".walk-meter span").style.width = `${(100 * (at + 1)) / order.length}%`;
    document.title = `${titleOf(id)} · ${title}`;
    back.disabled = at === 0;
    next.disabled = at === order.length - 1 && id === SAVE;
    put(next, at === order.length - 1 && id !== SAVE ? "Save my answers" : "Next");
    store.set({ place: id });
    if (record && decodeURIComponent(location.hash.slice(1)) !== id) location.hash = id;
    drawList();
    if (!focus) return;
    scrollTo(0, 0);
    sectionOf(id).querySelector("h2").focus({ preventScroll: true });
  }
  const move = (by) => (here + by >= order.length ? app.go(SAVE) : show(here + by));

  back.addEventListener("click", () => move(-1));
  next.addEventListener("click", () => move(1));
  addEventListener("hashchange", () => {
    const at = order.indexOf(decodeURIComponent(location.hash.slice(1)));
    if (at >= 0 && at !== here) show(at, { record: false });
  });
  // The arrow keys walk, unless they are needed where the reader is.
  addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest?.("input, textarea, select, .walk-wide, [popover]")) return;
    event.preventDefault();
    if (by > 0 ? !next.disabled : !back.disabled) move(by);
  }, { capture: true }); // before a widget keeps its keys to itself
  addEventListener("pagehide", app.flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && app.flush());
  preparePrint(order, mount);
  main.querySelectorAll(".walk-text .ck-num").forEach(tellByHand);
  sayNumbers();

  makeList();
  const wanted = [decodeURIComponent(location.hash.slice(1)), store.place].map((id) => order.indexOf(id)).find((at) => at >= 0);
  // Part B is closed again after a reload: the reader is put where the word is asked for.
  const closed = store.place && order.indexOf(store.place) < 0 ? order.indexOf(SAVE) : 0;
  show(wanted ?? closed, { focus: false });
  document.body.dataset.ready = "yes";
}

// On paper every step is open, and so is the case; the sources of each note stay folded.
function preparePrint(order, mount) {
  let folded = [];
  addEventListener("beforeprint", () => {
    order.forEach(mount);
    folded = [...document.querySelectorAll(".walk-story:not([open])")];
    folded.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));
}

begin();
