// The notebook's door: a task as an anywidget. Python judges, and keeps the key and the answers.
import { newId } from "./common.js";
import { mount } from "./task.js";

function render({ model, el }) {
  const me = newId("view");
  const waiting = new Map();
  const send = (message) => model.send({ ...message, view: me });
  const answer = (value) => new Promise((resolve) => {
    const id = newId("answer");
    waiting.set(id, resolve);
    send({ type: "answer", id, value });
  });
  const { task, own, heading } = model.get("payload");
  const handle = mount(el, task, own, { heading, answer, onHelp: (level) => send({ type: "help", level }) });
  const hear = (message) => {
    if (message.type === "verdict" && waiting.has(message.id)) {
      waiting.get(message.id)(message.verdict);
      waiting.delete(message.id);
    }
    // What another view of the same task was told, or Python.
    if (message.type === "state" && message.view !== me) handle.set(message.state);
  };
  model.on("msg:custom", hear);
  send({ type: "hello" });
  return () => {
    model.off("msg:custom", hear);
    handle.destroy();
  };
}

export default { render };
