// The last step of part A: the answers as a file and as a short code, the print, the eraser, and the door to part B.
import { make, newId, put } from "../../widgets/common.js";
import { encode } from "./codes.js";
import { download } from "./download.js";
import { eraser, nameFold, part, press, status, told } from "./end_parts.js";
import { canOpen, unseal } from "./sealed.js";

function counted(app) {
  const asked = (kind) => app.steps.filter((step) => step.part === "A" && step.kind === kind);
  const done = (kind) => asked(kind).filter((step) => app.store.first(step.id, kind)).length;
  return `${done("bet")} of ${asked("bet").length} bets placed, ${done("vote")} of ${asked("vote").length} votes kept.`;
}

function fileBlock(app) {
  const name = nameFold((text) => app.store.set({ name: text || undefined }));
  name.field.value = app.store.name;
  const state = status();
  const save = press("Save my answers", () => {
    app.flush();
    const file = app.store.file();
    download(file);
    put(state, `${file.name} is in your downloads. Hand it in as your teacher asks.`);
  }, "walk-strong");
  return part("As a file", told("One small file with your votes, bets and sentences, and their times. It does not say who you are."), save, state, name.node);
}

function codeBlock(app) {
  const code = make("p", { class: "walk-code", translate: "no" });
  const none = told("There is none before the first vote or bet.");
  const block = part("As a short code", told("The votes and bets alone, to paste into a chat or to read out."), code, none);
  const show = () => {
    const answers = app.store.all();
    code.hidden = !app.fields.some(({ step, kind }) => app.store.first(step, kind));
    none.hidden = !code.hidden;
    put(code, encode(app.fields, answers, app.walk));
    code.style.setProperty("--walk-letters", code.textContent.length);
  };
  return { block, show };
}

function door(app) {
  if (!app.sealed) return null;
  const id = newId("word");
  const field = make("input", { id, type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const state = make("p", { class: "walk-problem", role: "alert" });
  const open = make("button", { type: "submit", class: "walk-button walk-strong" }, "Open what came after");
  const form = make("form", { class: "walk-door" }, make("div", { class: "walk-words" }, make("label", { for: id }, "The word"), field), open);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!canOpen()) return put(state, "This address gives the page no cryptography. Open the file from your own disk, or from an address that begins with https.");
    open.disabled = true;
    put(open, "Opening …");
    put(state, "");
    try {
      const content = await unseal(app.sealed, field.value);
      if (content) return app.openPartB(content);
      put(state, "That is not the word. Look at the board again; small and capital letters do not matter.");
      field.select();
    } catch (trouble) {
      put(state, `It could not be opened (${trouble.message}).`);
    } finally {
      open.disabled = false;
      put(open, "Open what came after");
    }
    return null;
  });
  return part("What came after?", told("Your teacher has a word for it. Vote again before you use it."), form, state);
}

export function mountSave(section, app) {
  const body = section.querySelector(".walk-body");
  const how = make("p", { class: "walk-text" });
  const code = codeBlock(app);
  const print = part("On paper", press("Print all steps", () => app.print()));
  const after = door(app);
  body.replaceChildren(how, make("div", { class: "walk-parts" }, fileBlock(app), code.block, print, eraser("Erase every vote, bet and sentence from this browser?", () => app.erase())), after ?? "");
  const show = () => {
    put(how, counted(app));
    code.show();
    if (after && app.opened()) after.hidden = true;
  };
  return { show };
}
