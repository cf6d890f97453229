// The end of a sheet: the answers as a file, a file read back, the print, the eraser.
import { make, put } from "../../widgets/common.js";
import { download } from "./download.js";
import { eraser, nameFold, part, press, status, told } from "./end_parts.js";
import { codeWord } from "./sheet_code.js";

function fileBlock(app) {
  const name = nameFold((text) => (app.store.name = text));
  app.showName = () => (name.field.value = app.store.name);
  app.showName();
  const state = status();
  const ask = make("div", { class: "sheet-ask", role: "alert" });
  function write() {
    ask.replaceChildren();
    app.flush();
    const file = app.store.file();
    download(file);
    file.saved();
    put(state, `${file.name} is in your downloads.${app.sheet.graded ? " Hand it in as your teacher asks." : ""}`);
  }
  // What is written and was never kept would not be marked: better to ask than to lose it.
  async function keepAll(open) {
    for (const task of open) {
      if (!(await app.handles.get(task.id).keep())) {
        ask.replaceChildren(make("p", {}, `“${task.title}” is no answer yet; it says why.`));
        document.getElementById(`task-${task.id}`).scrollIntoView({ block: "center" });
        return;
      }
    }
    write();
  }
  const which = (said, tasks) => (tasks.length
    ? make("div", {}, make("p", {}, said), make("ul", {}, ...tasks.map(({ id, title }) => make("li", {}, make("a", { href: `#task-${id}` }, title))))) : null);
  const save = press("Save my answers", () => {
    const open = app.sheet.tasks.filter((task) => app.handles.get(task.id).dirty());
    const todo = app.missing().filter((task) => !open.includes(task));
    if (!open.length && !todo.length) return write();
    const buttons = open.length
      ? [press("Keep and save", () => keepAll(open), "walk-strong"), press("Save without", write)]
      : [press("Save all the same", write, "walk-strong")];
    ask.replaceChildren(...[which("Begun and not kept yet:", open), which("Still to do:", todo)].filter(Boolean), make("div", { class: "walk-row" }, ...buttons));
    return buttons[0].focus();
  }, "walk-strong");
  return part("As a file", told(`One small file with your answers, their times and your ${codeWord(app.sheet)}. The notebook reads it too.`), save, ask, state, name.node);
}

function openBlock(app) {
  const state = status();
  const field = make("input", { type: "file", accept: ".json,application/json", class: "ck-hidden" });
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    try {
      const { added, problem } = app.store.take(file.name, await file.text());
      const count = added === 1 ? "One answer was" : `${added || "No"} answers were`;
      put(state, problem ?? (added ? `${count} new here, and nothing was lost.` : "All of its answers were here already."));
      app.refresh();
      app.showName();
    } catch {
      put(state, `${file.name.slice(0, 60)} could not be read. Nothing was changed.`);
    }
    field.value = ""; // so that the same file can be opened again
  });
  return part("Open a saved file", told("From this page or from the notebook. It is joined with what is here."), make("label", { class: "walk-button sheet-file" }, "Choose a file", field), state);
}

export function sheetEnd(app) {
  const title = app.sheet.graded ? "Hand in" : "Keep your answers";
  const print = part("On paper", told("The tasks with your numbers and your answers."), press("Print", () => window.print()));
  const how = app.sheet.graded ? "Save your answers as a file, and hand that in. Until then everything can be changed." : "What you do here stays in this browser. A file takes it elsewhere.";
  const erase = () => {
    app.erase();
    app.showName();
  };
  const node = make("section", { class: "sheet-card", id: "sheet-end", "aria-labelledby": "sheet-end-name" }, make("h2", { id: "sheet-end-name" }, title), make("p", {}, how),
    make("div", { class: "walk-parts" }, fileBlock(app), openBlock(app), print, eraser(`Erase every answer of this ${codeWord(app.sheet)} from this browser?`, erase)));
  return { node };
}
