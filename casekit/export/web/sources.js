// Where a number comes from, for who has no pointer to rest on it.
import { make, put } from "../../widgets/common.js";

// The keyboard reaches this number.
export function tellByHand(node) {
  node.tabIndex = 0;
  node.setAttribute("role", "button");
}

// A number tells its source to a pointer that rests on it; here also to a finger and to the keyboard.
export function sayNumbers() {
  const box = make("div", { class: "walk-source", role: "status", hidden: true });
  document.body.append(box);
  const hide = () => (box.hidden = true);
  const tell = (node) => {
    box.hidden = false;
    put(box, `${node.textContent}: ${node.title}`);
    const at = node.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${at.bottom + 6 + box.offsetHeight < innerHeight ? at.bottom + 6 : at.top - box.offsetHeight - 6}px`;
  };
  document.addEventListener("click", (event) => {
    const node = event.target.closest?.(".ck-num[title], .ck-sourced[title]");
    if (node && !node.closest("summary, label")) tell(node);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("[role=button][title]")) {
      event.preventDefault();
      tell(event.target);
    }
  }, true); // on the way down: a widget keeps its keys to itself
  addEventListener("scroll", hide, { passive: true });
}
