// What the end of a walk and the end of a sheet have in common: buttons, parts, the field for a name, the eraser.
import { make, newId, put } from "../../widgets/common.js";

export const press = (text, onclick, kind = "") => make("button", { type: "button", class: `walk-button ${kind}`.trim(), onclick }, text);
export const told = (text) => make("p", { class: "walk-note" }, text);
export const status = () => make("p", { class: "walk-note", role: "status" });
export const part = (title, ...nodes) => make("section", { class: "walk-part" }, make("h3", {}, title), ...nodes);

// A name, for who is asked for it: { node, field }.
export function nameFold(keep) {
  const id = newId("name");
  const field = make("input", { id, type: "text", maxlength: "80", autocomplete: "off" });
  field.addEventListener("input", () => keep(field.value.trim()));
  const node = make("details", { class: "walk-small-fold" }, make("summary", {}, "Add your name, if you are asked for it"),
    make("div", { class: "walk-words" }, make("label", { for: id }, "Your name"), field));
  return { node, field };
}

// Erases after it has asked.
export function eraser(asks, erase) {
  const state = status();
  const row = make("div", { class: "walk-row" });
  const ask = press("Erase my answers", () => {
    row.replaceChildren(make("span", {}, asks), yes, no);
    no.focus();
  });
  const back = () => {
    row.replaceChildren(ask);
    ask.focus();
  };
  const yes = press("Yes, erase them", () => {
    erase();
    put(state, "Erased. A file that you saved is still where you saved it.");
    back();
  });
  const no = press("No, keep them", back);
  row.append(ask);
  return part("On this device", told("Your answers are kept in this browser only, until you erase them."), row, state);
}
