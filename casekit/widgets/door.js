// What a widget of a notebook asks of Python: the drawing library, and that its own numbers are kept.

// Python answers { type: "vega" } with the bundle's text as a buffer.
export function vegaFrom(model, onStop) {
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
export function courier(send) {
  let timer = null;
  let newest = null;
  const flush = () => {
    clearTimeout(timer);
    timer = null;
    if (newest !== null) send(newest);
    newest = null;
  };
  return (values, final) => {
    newest = values;
    if (final) flush();
    else timer ??= setTimeout(flush, 100);
  };
}
