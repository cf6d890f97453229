// The notebook's door: the stepper as an anywidget, its level kept in step with Python.
import { mount } from "./stepper.js";
import { courier, vegaFrom } from "./door.js";

function render({ model, el }) {
  const stops = [];
  const post = courier((at) => {
    model.set("at", at);
    model.save_changes();
  });
  const handle = mount(el, model.get("payload"), {
    at: model.get("at"),
    guess: model.get("guess"),
    onChange: post,
    requestVega: vegaFrom(model, (stop) => stops.push(stop)),
  });
  const hear = () => handle.set(model.get("at"));
  const hearGuess = () => handle.guess(model.get("guess"));
  model.on("change:at", hear);
  model.on("change:guess", hearGuess);
  return () => {
    model.off("change:at", hear);
    model.off("change:guess", hearGuess);
    stops.forEach((stop) => stop());
    handle.destroy();
  };
}

export default { render };
