// The notebook's door: the explorer as an anywidget, its values kept in step with Python.
import { mount } from "./explorer.js";
import { courier, vegaFrom } from "./door.js";

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
