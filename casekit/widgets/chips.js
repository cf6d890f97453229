// Where a figure comes from: a chip that opens to the sources side by side.
import { make, newId, put, say } from "./common.js";

const same = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

// What the chip says for a value: the source, or that the number is the reader's own.
function chipText(input, value) {
  const { figures } = input;
  const start = input.figure ?? -1;
  const at = start >= 0 && same(figures[start].value, value) ? start : figures.findIndex((figure) => same(figure.value, value));
  if (at < 0) return { at, text: same(input.value, value) ? input.chip : "your number", tone: same(input.value, value) ? "doubt" : "own" };
  const text = at === start ? input.chip : figures[at].where;
  const differ = figures.some((figure) => !same(figure.value, figures[at].value));
  const doubt = figures[at].kind === "assumption" || (at === start && differ);
  return { at, text, tone: doubt ? "doubt" : "sure" };
}

function card(input, figure, onChoose) {
  const text = (name, content) => (content ? make("span", { class: name }, content) : null);
  return make("button", { type: "button", class: "ck-card", "aria-pressed": "false", onclick: onChoose },
    make("b", {}, say(figure.value, input.unit)),
    text("ck-card-where", figure.where),
    text("ck-card-kind", figure.where === figure.kindText ? "" : figure.kindText),
    text("ck-card-note", figure.note),
    text("ck-card-cite", figure.cite === figure.where ? "" : figure.cite));
}

function place(box, chip) {
  const at = chip.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.left = `${Math.max(8, Math.min(at.left, room.width - width - 8))}px`;
  const below = at.bottom + 6;
  box.style.top = `${below + height < room.height ? below : Math.max(8, at.top - height - 6)}px`;
}

export function sourceChip(input, { onChoose }) {
  if (!input.figures.length) {
    const node = make("span", { class: "ck-chip ck-doubt" });
    const show = (value) => {
      const { text, tone } = chipText(input, value);
      put(node, text);
      node.className = `ck-chip ck-plain ck-${tone}`;
    };
    show(input.value);
    return { node, show, destroy: () => {} };
  }
  const id = newId("sources");
  const one = input.figures.length === 1;
  const title = one ? `Where this comes from: ${input.label}` : `${input.label}: whom do you believe?`;
  const titleNode = make("p", { class: "ck-pop-title", id: `${id}-title` }, title);
  const cards = input.figures.map((figure) => card(input, figure, () => choose(figure)));
  const close = make("button", { type: "button", class: "ck-button ck-close", onclick: () => box.hidePopover() }, "Close");
  const box = make("div", { class: "ck-pop", id, popover: "auto", style: `width: min(100vw - 16px, ${Math.min(3, cards.length) * 208 + 40}px)`, role: "dialog", "aria-labelledby": titleNode.id },
    titleNode, make("div", { class: "ck-cards" }, ...cards),
    make("p", { class: "ck-pop-foot" }, make("span", {}, one ? "Choose it to go back to it." : "Choose one to work with it."), " ", close));
  const chip = make("button", { type: "button", class: "ck-chip", popovertarget: id, "aria-haspopup": "dialog" });
  // A chip inside a label's group is named by itself; the row's label follows for who cannot see it.
  const words = make("span");
  chip.append(words, make("span", { class: "ck-hidden" }, `, sources of ${input.label}`));
  const node = make("span", { class: "ck-chip-home" }, chip, box);

  function choose(figure) {
    box.hidePopover();
    onChoose(figure.value);
  }
  const onScroll = (event) => {
    if (!box.contains(event.target)) box.hidePopover();
  };
  box.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    chip.setAttribute("aria-expanded", String(open));
    const listen = open ? addEventListener : removeEventListener;
    listen("scroll", onScroll, true);
    if (!open) return;
    place(box, chip);
    (cards.find((each) => each.getAttribute("aria-pressed") === "true") ?? cards[0]).focus({ preventScroll: true });
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = cards.indexOf(document.activeElement);
    if (step && at >= 0) {
      event.preventDefault();
      cards[(at + step + cards.length) % cards.length].focus();
    }
  });

  const show = (value) => {
    const { at, text, tone } = chipText(input, value);
    put(words, text);
    chip.className = `ck-chip ck-${tone}`;
    cards.forEach((each, index) => each.setAttribute("aria-pressed", String(index === at)));
  };
  show(input.value);
  return { node, show, destroy: () => removeEventListener("scroll", onScroll, true) };
}
