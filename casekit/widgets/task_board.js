// Forms that put things in their places: into a few bins, or onto the nine blocks of the canvas.
import { make, newId, put } from "./common.js";
import { inOwnOrder, letterOf, marked, radios } from "./task_parts.js";

const FEW = 4; // bins that stand side by side as radios
// casekit/canvas.py: the blocks that a task does not ask for stand empty in their places.
const CANVAS = {
  key_partners: "Key partners", key_activities: "Key activities", key_resources: "Key resources", value_propositions: "Value propositions",
  customer_relationships: "Customer relationships", channels: "Channels", customer_segments: "Customer segments", cost_structure: "Cost structure",
  revenue_streams: "Revenue streams",
};

const leftOver = (placed, items) => {
  const left = items.filter(({ id }) => !placed[id]).length;
  return left ? `${left} of ${items.length} ${left === 1 ? "is" : "are"} still to be placed.` : "";
};

// In the order of the task, so that the same places always make the same text.
const inTaskOrder = (items, where) => Object.fromEntries(items.map(({ id }) => [id, where(id)]).filter(([, bin]) => bin));

function chooser(item, bins, onChange) {
  const id = newId("bin");
  const options = bins.map(({ key, label }) => make("option", { value: key }, label));
  const select = make("select", { id, onchange: () => onChange(select.value) }, make("option", { value: "" }, "Choose a place"), ...options);
  return { select, label: make("label", { class: "ck-hidden", for: id }, `Where it belongs: ${marked(item.html).textContent}`) };
}

export function sortForm(task, own, { changed, python }) {
  const items = inOwnOrder(task.items, own.order);
  const rows = items.map((item, at) => {
    const text = make("span", {}, python ? letterOf(at) : null, python ? " " : null, marked(item.html));
    if (task.bins.length <= FEW) {
      const choice = radios(text, task.bins.map(({ key, label }) => ({ id: key, label })), { kind: "ck-sort-row", onChange: changed });
      return { id: item.id, node: choice.node, first: choice.first, get: choice.chosen, set: choice.choose };
    }
    const { select, label } = chooser(item, task.bins, changed);
    const node = make("div", { class: "ck-sort-row ck-sort-menu" }, text, label, select);
    return { id: item.id, node, first: select, get: () => select.value || null, set: (key) => (select.value = key ?? "") };
  });
  const value = () => inTaskOrder(task.items, (id) => rows.find((row) => row.id === id)?.get());
  return {
    node: make("div", { class: "ck-sort" }, ...rows.map(({ node }) => node)),
    draft: value,
    fill: (given) => rows.forEach((row) => row.set(task.bins.some(({ key }) => key === given?.[row.id]) ? given[row.id] : null)),
    read() {
      const problem = leftOver(value(), task.items);
      return problem ? { problem, at: rows.find((row) => !row.get())?.first } : { value: value() };
    },
  };
}

// The canvas: a note is moved by its menu, or picked and then put into a block.
export function canvasForm(task, own, { changed }) {
  const items = inOwnOrder(task.items, own.order);
  const placed = {};
  let picked = null;
  const told = make("p", { class: "ck-board-told", role: "status" });
  const tray = make("ul", { class: "ck-pieces" });
  const count = make("span", { class: "ck-dim" });
  const blocks = new Map(task.bins.map(({ key, label }) => {
    const pieces = make("ul", { class: "ck-pieces" });
    const name = make("button", { type: "button", class: "ck-block-name", onclick: () => drop(key) }, label);
    const node = make("div", { class: `ck-block ck-at-${key}`, role: "group", "aria-label": label, onclick: (event) => {
      if (picked && !event.target.closest("button, select, label, .ck-piece")) drop(key);
    } }, name, pieces);
    return [key, { node, pieces, name, label }];
  }));
  const pieces = new Map(items.map((item) => {
    const text = marked(item.html);
    const pick = make("button", { type: "button", class: "ck-piece-pick", "aria-pressed": "false", onclick: () => hold(picked === item.id ? null : item.id) }, text);
    const { select, label } = chooser(item, task.bins, (key) => {
      place(item.id, key || null);
      select.focus({ preventScroll: true });
    });
    return [item.id, { node: make("li", { class: "ck-piece" }, pick, label, select), pick, select, text: text.textContent }];
  }));

  function hold(id) {
    picked = id;
    for (const [each, { pick }] of pieces) pick.setAttribute("aria-pressed", String(each === id));
    board.classList.toggle("ck-holding", id !== null);
    for (const { name } of blocks.values()) name.setAttribute("aria-disabled", String(id === null));
    put(told, id === null ? "" : `Picked: ${pieces.get(id).text}. Now choose its block.`);
  }
  function drop(key) {
    if (picked === null) return;
    const id = picked;
    hold(null);
    place(id, key);
    pieces.get(id).pick.focus({ preventScroll: true });
  }
  function place(id, key) {
    if (key) placed[id] = key;
    else delete placed[id];
    show();
    put(told, key ? `${pieces.get(id).text}: now in ${blocks.get(key).label}.` : "");
    changed();
  }
  function show() {
    for (const { id } of items) {
      const { node, select } = pieces.get(id);
      const home = placed[id] ? blocks.get(placed[id]).pieces : tray;
      if (node.parentElement !== home) home.append(node);
      select.value = placed[id] ?? "";
    }
    const left = items.filter(({ id }) => !placed[id]).length;
    put(count, left ? `${left} of ${items.length} left` : "all placed");
  }
  const isCanvas = task.bins.every(({ key }) => Object.hasOwn(CANVAS, key));
  const empty = Object.keys(CANVAS).filter((key) => isCanvas && !blocks.has(key));
  const grid = make("div", { class: `ck-blocks${isCanvas ? " ck-nine" : ""}` }, ...[...blocks.values()].map(({ node }) => node),
    ...empty.map((key) => make("div", { class: `ck-block ck-not-asked ck-at-${key}` }, make("p", { class: "ck-dim" }, CANVAS[key]))));
  const board = make("div", { class: "ck-board" },
    make("div", { class: "ck-tray" }, make("p", { class: "ck-tray-name" }, "Notes to place ", count), tray), told, grid);
  board.addEventListener("keydown", (event) => event.key === "Escape" && hold(null));
  hold(null);
  show();
  return {
    node: board,
    draft: () => inTaskOrder(task.items, (id) => placed[id]),
    fill(given) {
      for (const { id } of items) {
        if (blocks.has(given?.[id])) placed[id] = given[id];
        else delete placed[id];
      }
      hold(null);
      show();
    },
    read() {
      const problem = leftOver(placed, items);
      const first = items.find(({ id }) => !placed[id]);
      return problem ? { problem, at: pieces.get(first.id).pick } : { value: inTaskOrder(task.items, (id) => placed[id]) };
    },
  };
}
