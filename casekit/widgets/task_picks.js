// Forms without a keyboard's worth of writing: choose, put in order, strike.
import { make, put } from "./common.js";
import { inOwnOrder, letterOf, marked, radios } from "./task_parts.js";

// Choose one, and where it is asked, a reason.
export function chooseForm(task, own, { changed, asked, python }) {
  const options = radios(null, inOwnOrder(task.items, own.order), { onChange: changed, labelledby: asked, letters: python });
  const why = task.because
    ? radios(marked(task.because.html), inOwnOrder(task.because.items, own.because_order), { onChange: changed, letters: python })
    : null;
  const value = () => ({ choice: options.chosen(), because: why?.chosen() ?? null });
  return {
    node: make("div", { class: "ck-choose" }, options.node, why?.node),
    draft: value,
    fill(given) {
      options.choose(given?.choice ?? null);
      why?.choose(given?.because ?? null);
    },
    read() {
      const chosen = value();
      if (chosen.choice === null) return { problem: "Choose one of them first.", at: options.first };
      if (why && chosen.because === null) return { problem: "Now say why: choose a reason too.", at: why.first };
      return { value: chosen };
    },
  };
}

// Put in order: two buttons a row, and a sentence for who cannot see it move.
export function orderForm(task, own, { changed, asked, python }) {
  const start = inOwnOrder(task.items, own.order).map(({ id }) => id);
  const list = make("ol", { class: "ck-order", "aria-labelledby": asked });
  const told = make("p", { class: "ck-hidden", role: "status" });
  let order = [...start];
  let meant = false; // whether somebody moved it, or said that it is meant as it was given
  const rows = new Map(task.items.map((item) => {
    const text = marked(item.html);
    const move = (by, word, sign) => make("button", { type: "button", class: "ck-button ck-move", "aria-label": `${word}: ${text.textContent}`, onclick: () => shift(item.id, by) }, sign);
    const up = move(-1, "Up", "↑");
    const down = move(1, "Down", "↓");
    const node = make("li", { class: "ck-order-row" }, make("span", { class: "ck-order-place", "aria-hidden": "true" }), make("span", {}, python ? letterOf(start.indexOf(item.id)) : null, python ? " " : null, text), make("span", { class: "ck-moves" }, up, down));
    return [item.id, { node, up, down, text }];
  }));
  function show() {
    order.forEach((id, at) => {
      const { node, up, down } = rows.get(id);
      if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
      put(node.firstChild, String(at + 1));
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === order.length - 1));
    });
  }
  function shift(id, by) {
    const at = order.indexOf(id);
    const to = at + by;
    if (to < 0 || to >= order.length) return;
    meant = true;
    order = order.map((each, place) => (place === at ? order[to] : place === to ? id : each));
    show();
    rows.get(id)[by < 0 ? "up" : "down"].focus();
    put(told, `${to + 1} of ${order.length}: ${rows.get(id).text.textContent}`);
    changed();
  }
  show();
  return {
    node: make("div", {}, list, told),
    draft: () => order,
    fill(given) {
      const known = Array.isArray(given) && given.length === start.length && start.every((id) => given.includes(id));
      order = known ? [...given] : [...start];
      meant = known;
      show();
    },
    read() {
      if (meant) return { value: [...order] };
      meant = true;
      return { problem: "This is the order in which they were given. Move at least one; or press again if it is yours." };
    },
  };
}

// Strike what does not follow: each sentence of a text is a switch.
export function strikeForm(task, own, { changed, asked }) {
  const rows = task.items.map((item) => {
    const word = make("span", { class: "ck-struck-word", "aria-hidden": "true" });
    const button = make("button", { type: "button", class: "ck-sentence-switch", "aria-pressed": "false", onclick: () => {
      set(row, button.getAttribute("aria-pressed") !== "true");
      changed();
    } }, make("span", { class: "ck-hidden" }, "Strike: "), marked(item.html, "span", "ck-sentence-text"), word);
    const row = { id: item.id, button, word };
    return row;
  });
  function set({ button, word }, struck) {
    button.setAttribute("aria-pressed", String(struck));
    put(word, struck ? "struck" : "");
  }
  const struck = () => rows.filter(({ button }) => button.getAttribute("aria-pressed") === "true").map(({ id }) => id);
  return {
    node: make("div", {}, make("p", { class: "ck-dim ck-how" }, "Press a sentence to strike it, and again to take that back."),
      make("div", { class: "ck-memo", role: "group", "aria-labelledby": asked }, ...rows.map(({ button }) => button))),
    draft: struck,
    fill: (given) => rows.forEach((row) => set(row, Array.isArray(given) && given.includes(row.id))),
    read: () => (struck().length ? { value: struck() } : { problem: "Strike at least one sentence.", at: rows[0]?.button }),
  };
}
