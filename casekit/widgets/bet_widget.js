// The notebook's door: the bet as an anywidget. Python keeps the answer until a bet is placed.
import { mount } from "./bet.js";

function render({ model, el }) {
  const waiting = new Set();
  const hear = (message) => {
    if (message.type !== "reveal") return;
    waiting.forEach((resolve) => resolve(message));
    waiting.clear();
  };
  model.on("msg:custom", hear);
  const reveal = (guess) => new Promise((resolve) => {
    waiting.add(resolve);
    model.send({ type: "place", guess });
  });
  const handle = mount(el, model.get("payload"), { state: model.get("state"), reveal, onAgain: () => model.send({ type: "again" }) });
  const follow = () => handle.set(model.get("state"));
  model.on("change:state", follow);
  return () => {
    model.off("msg:custom", hear);
    model.off("change:state", follow);
    handle.destroy();
  };
}

export default { render };
