// The notebook's door: the explorer as an anywidget, its values kept in step with Python.
import { mount } from "./explorer.js";

// Python answers { type: "vega" } with the bundle's text as a buffer.
function vegaFrom(model, onStop) {
  return () => new Promise((resolve, reject) => {
    const hear = (message, buffers) => {
      if (message.type !== "vega") return;
      model.off("msg:custom", hear);
      if (message.problem) reject(new Error(message.problem));
      else resolve(new TextDecoder().decode(buffers[0]));
    };
    model.on("msg:custom", hear);
    onStop(() => {
      model.off("msg:custom", hear);
      reject(new Error("the widget was closed"));
    });
    model.send({ type: "vega" });
  });
}

// Not more than one message in 100 ms while a hand moves; the newest wins, and the last one is always sent.
function courier(send) {
  let timer = null;
  let newest = null;
  const flush = () => {
    clearTimeout(timer);
    timer = null;
    if (newest) send(newest);
    newest = null;
  };
  return (values, final) => {
    newest = values;
    if (final) flush();
    else timer ??= setTimeout(flush, 100);
  };
}

function render({ model, el }) {
  const stops = [];
  const post = courier((values) => {
    model.set("values", values);
    model.save_changes();
  });
  const handle = mount(el, model.get("payload"), {
    values: model.get("values"),
    guess: model.get("guess"),
    onChange: post,
    requestVega: vegaFrom(model, (stop) => stops.push(stop)),
  });
  const hear = () => handle.set(model.get("values"));
  const hearGuess = () => handle.guess(model.get("guess"));
  model.on("change:values", hear);
  model.on("change:guess", hearGuess);
  return () => {
    model.off("change:values", hear);
    model.off("change:guess", hearGuess);
    stops.forEach((stop) => stop());
    handle.destroy();
  };
}

export default { render };
