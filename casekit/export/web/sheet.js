// A sheet as a page: the tasks of one student, one below the other. What is open is judged here; what counts is kept.
import { make, newId, number, put, safeNodes } from "../../widgets/common.js";
import { judge } from "../../widgets/judge.js";
import { mount, pointsSaid } from "../../widgets/task.js";
import { icon } from "../../widgets/task_parts.js";
import { codeWord, ownOf, readCode, rememberCode, rememberedCode, shownCode } from "./sheet_code.js";
import { sheetEnd } from "./sheet_end.js";
import { openSheetStore } from "./sheet_store.js";
import { sayNumbers, tellByHand } from "./sources.js";

const OLD = {
  release: "The sheet was changed after you gave this answer. It still counts; read the question again, and change it if you must.",
  inputs: "An earlier answer of yours, given to other numbers than those above. It stays in your file and does not count: answer again.",
  value: "An earlier answer of yours, which no longer fits this task. It stays in your file and does not count: answer again.",
};
const STATES = {
  right: ["right", "right"], partly: ["partly", "partly right"], unit: ["partly", "half right"], mistake: ["wrong", "not yet"], wrong: ["wrong", "not yet"],
  recorded: ["kept", "kept, marked later"], "by-hand": ["kept", "kept, read by somebody"], placed: ["partly", "bet placed, its other half is open"],
};

const DONE = ["right", "recorded", "by-hand"]; // the rest is left to do

function begin() {
  const { sheet, only } = JSON.parse(document.getElementById("sheet-data").textContent);
  document.querySelector("#sheet-about").append(safeNodes(sheet.about ?? ""));
  sayDue(sheet);
  sayNumbers();
  const known = only || rememberedCode(sheet);
  if (known) openSheet(sheet, known, Boolean(only));
  else showDoor(sheet);
  document.body.dataset.ready = "yes";
}

// A day without an hour ends with the day; an hour without an offset is that of this device.
function sayDue({ due }) {
  const row = document.querySelector("[data-fact=due]");
  if (!due || !row) return;
  const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(due) ? `${due}T23:59:59` : due.trim().replace(/\s+(?=[+-])/, "").replace(" ", "T"));
  if (Date.now() > moment.getTime()) row.append(make("b", {}, " That time is past: what you keep now says when."));
}

// ---- whose sheet it is ----

function showDoor(sheet) {
  const door = document.querySelector("#sheet-door");
  const id = newId("code");
  const field = make("input", { id, type: "text", autocomplete: "off", autocapitalize: sheet.codes ? "characters" : "none", spellcheck: "false", maxlength: "80" });
  const problem = make("p", { class: "walk-problem", role: "alert" });
  const asked = sheet.codes ? "Your code" : "A word of your own";
  const why = sheet.codes
    ? "You were sent a code, such as K7M4-2. It gives you numbers of your own."
    : "Any word will do. It gives you numbers of your own, and the same word gives the same numbers. Leave it empty, and you get a word.";
  const form = make("form", { class: "sheet-card sheet-code" }, make("h2", {}, sheet.codes ? "Which code were you sent?" : "Which word is yours?"), make("p", {}, why),
    make("div", { class: "walk-words" }, make("label", { for: id }, asked), field), problem,
    make("button", { type: "submit", class: "walk-button walk-strong" }, "Start"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { code, problem: said } = readCode(sheet, field.value);
    put(problem, said ?? "");
    if (!code) return field.select();
    rememberCode(sheet, code);
    door.replaceChildren();
    openSheet(sheet, code, false);
    document.querySelector("#sheet-list-name").focus();
    return undefined;
  });
  door.replaceChildren(form);
}

// ---- the sheet ----

function openSheet(sheet, code, alone) {
  const own = ownOf(sheet, code);
  const body = document.querySelector("#sheet-body");
  const trouble = document.querySelector(".walk-trouble");
  const handles = new Map();
  const store = openSheetStore(sheet, code, own, {
    onTrouble: (begins) => {
      trouble.hidden = !begins;
      put(trouble, "This browser keeps nothing for this page. Save your answers as a file before you close it.");
    },
    onOther: () => app.refresh(),
  });
  const app = {
    sheet, store, handles, code,
    // What each form holds and was not kept goes into the drafts at once.
    flush: () => handles.forEach((handle) => handle.flush()),
    refresh() {
      for (const task of sheet.tasks) handles.get(task.id).set(stateOf(task));
      show();
    },
    // What counts and has no answer yet that could be marked.
    missing: () => sheet.tasks.filter((task) => !task.practice && !DONE.includes(stateOf(task).verdict?.verdict)),
    erase() {
      store.erase();
      drawTasks();
      show();
    },
  };

  function stateOf(task) {
    const entry = store.last(task.id);
    const draft = store.draft(task.id);
    if (!entry) return { draft, tries: 0, help: 0 };
    const counts = entry.old === "" || entry.old === "release";
    return {
      value: entry.value, verdict: counts ? judge(task, own[task.id], entry.value) : null, help: entry.help ?? 0,
      tries: store.tries(task.id), old: OLD[entry.old] ?? "", draft,
    };
  }
  function drawTasks() {
    handles.forEach((handle) => handle.destroy());
    handles.clear();
    sheet.tasks.forEach((task, at) => {
      const home = tasks.querySelector(`[data-task="${CSS.escape(task.id)}"]`);
      const answer = async (value) => {
        const verdict = judge(task, own[task.id], value);
        if (verdict.verdict !== "odd") store.add(task.id, value, store.last(task.id)?.help ?? 0);
        queueMicrotask(show);
        return { ...verdict, tries: store.tries(task.id) }; // the same answer twice is one
      };
      handles.set(task.id, mount(home, task, own[task.id], {
        state: stateOf(task), answer, heading: "h2", place: at + 1, python: false, tagged: sheet.graded,
        onHelp: (level) => store.saw(task.id, level), onDraft: (draft) => store.keepDraft(task.id, draft),
      }));
    });
    reachNumbers();
  }
  // A button or a label that holds a number has the keyboard itself.
  function reachNumbers() {
    const found = tasks.querySelectorAll(".ck-sourced:not([role])");
    [...found].filter((each) => !each.closest("label, button, summary")).forEach(tellByHand);
  }

  const rows = new Map();
  const list = make("ol", { class: "sheet-list" }, ...sheet.tasks.map((task) => {
    const state = make("span", { class: "sheet-state" });
    rows.set(task.id, state);
    return make("li", {}, make("a", { href: `#task-${task.id}` }, task.title), make("span", { class: "walk-dim sheet-worth" }, `${pointsSaid(task.points)}${sheet.graded && task.practice ? ", practice" : ""}`), state);
  }));
  const tasks = make("div", { class: "sheet-tasks" }, ...sheet.tasks.map((task) => make("div", { id: `task-${task.id}`, class: "sheet-task", "data-task": task.id })));
  const end = sheetEnd(app);
  const beyond = make("p", { class: "walk-note" });
  body.replaceChildren(
    make("nav", { class: "sheet-card", "aria-labelledby": "sheet-list-name" }, make("h2", { id: "sheet-list-name", tabindex: "-1" }, "The tasks"), whose(), openNote() ?? "", list, beyond),
    tasks, end.node);

  function whose() {
    const other = alone ? null : make("button", { type: "button", class: "sheet-link", onclick: () => {
      app.flush();
      rememberCode(sheet, null);
      location.reload();
    } }, `Another ${codeWord(sheet)}`);
    const again = sheet.codes ? "" : "The same word brings them back, here and elsewhere. ";
    return make("p", { class: "walk-dim" }, `Your ${codeWord(sheet)}: `, make("b", { translate: "no" }, shownCode(sheet, code)), ". The numbers are your own. ", again, other);
  }
  // Said once for the whole sheet.
  function openNote() {
    const open = sheet.tasks.filter(({ practice }) => practice);
    if (!open.length) return null;
    const which = open.length === sheet.tasks.length ? "Practice is open" : "What is marked practice does not count and is open";
    return make("p", {}, `${which}: each answer is checked at once, and whoever looks for the answers can compute them.`);
  }

  function show() {
    let [points, most, left, pending] = [0, 0, 0, 0];
    for (const task of sheet.tasks) {
      const { verdict, old, draft } = stateOf(task);
      const met = verdict && STATES[verdict.verdict];
      if (!DONE.includes(verdict?.verdict)) left += 1;
      if (task.practice) {
        most += task.points;
        points += verdict?.points ?? 0;
        if (verdict && verdict.points === null) pending += task.points;
      }
      const counted = met && verdict.points !== null && verdict.verdict !== "placed" ? `, ${number(verdict.points)} of ${number(verdict.of)}` : "";
      const said = met ? met[1] + counted : old ? "answer again" : draft !== undefined ? "begun" : "to do";
      rows.get(task.id).replaceChildren(met ? icon(met[0]) : "", said);
      rows.get(task.id).dataset.state = met ? met[0] : "open";
    }
    const count = sheet.tasks.length;
    const all = sheet.tasks.filter(({ practice }) => !practice).reduce((sum, task) => sum + task.points, 0);
    const later = pending ? `, ${number(pending)} more to be marked` : "";
    put(document.querySelector("#sheet-points"), sheet.graded ? `${pointsSaid(all)} in all, marked later${most ? `; practice: ${number(points)} of ${number(most)}` : ""}` : `${number(points)} of ${pointsSaid(most)} so far${later}`);
    put(document.querySelector("#sheet-left"), left ? `${left} of ${count} tasks left` : "nothing left");
    const gone = store.beyond();
    put(beyond, gone ? `Your answers also hold ${gone === 1 ? "one" : number(gone)} to ${gone === 1 ? "a task that is" : "tasks that are"} not asked any more.` : "");
    end.show?.();
  }

  drawTasks();
  show();
  new MutationObserver(reachNumbers).observe(tasks, { childList: true, subtree: true }); // help comes later
  const bar = document.querySelector(".sheet-bar");
  bar.hidden = false;
  // The bar has as many lines as its words need: what is gone to stands below it.
  new ResizeObserver(() => (document.documentElement.style.scrollPaddingTop = `${bar.offsetHeight + 12}px`)).observe(bar);
  addEventListener("pagehide", app.flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && app.flush());
  addEventListener("beforeunload", (event) => store.unsaved && event.preventDefault());
  addEventListener("beforeprint", () => document.querySelectorAll(".sheet details").forEach((each) => (each.open = true)));
  if (location.hash.startsWith("#task-")) document.getElementById(taskInAddress())?.scrollIntoView();
}

// Anybody can write an address: one that cannot be read leads nowhere.
function taskInAddress() {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

begin();
