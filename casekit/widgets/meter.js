// What the plan means, and what runs out first, as bars and in words.
import { about, make, put, say } from "./common.js";
import { kit } from "./runtime.js";

// "Buyers run out first", "Floor space runs out first": the word before " to ", " of " and the like decides.
function isPlural({ label }) {
  const head = label.split(/ (?:to|of|in|for|on|at|that|who|a|an) /)[0].trim();
  return /[^s]s$/.test(head) || /(people|staff|men|women)$/i.test(head);
}

// The limit that runs out first, or -1; only what is below the plan runs out.
export function firstOut(limits, outputs, plan) {
  const at = kit.smallest(...limits.map(({ output }) => outputs[output]));
  return Number.isNaN(at) || !(outputs[limits[at].output] < plan) ? -1 : at;
}

// Of a series the headline says where it ends.
const endOf = (value) => (Array.isArray(value) ? value.at(-1) : value);

// A sentence on an output with its number in it, or that there is none.
function claimed({ output, claim, missing }, told, outs) {
  const value = endOf(outs[output]);
  return Number.isFinite(value) ? claim.replaceAll("{output}", told(value)) : missing;
}

export function headline(payload) {
  const { headline: about_, inputs, outputs } = payload;
  if (!about_) return null;
  const inputUnit = inputs.find(({ name }) => name === about_.input).unit;
  // A plain number is told in full: 1.06 is not 1.01.
  const toldOf = ({ output, bare: plain }) => {
    const { unit } = outputs[output];
    return (value) => say(value, plain ? ["", "", ""] : unit, Boolean(unit[0] || unit[2]));
  };
  const lead = make("span", { class: "ck-lead" });
  const claim = make("b", { class: "ck-claim" });
  const also = make("span", { class: "ck-also", hidden: !about_.also });
  const compare = make("span", { class: "ck-compare", hidden: true });
  const node = make("p", { class: "ck-headline" }, lead, " ", claim, " ", also, " ", compare);
  const told = [about_, ...(about_.also ? [about_.also] : [])];
  const show = (values, outs, kept) => {
    put(lead, about_.text.replaceAll("{input}", say(values[about_.input], inputUnit)));
    put(claim, claimed(about_, toldOf(about_), outs));
    if (about_.also) put(also, claimed(about_.also, toldOf(about_.also), outs));
    compare.hidden = !kept;
    if (!kept) return put(compare, "");
    return put(compare, told.map((each) => [outs, kept.outputs].map((from) => toldOf(each)(endOf(from[each.output]))))
      .map(([now, before]) => `${now} now, ${before} kept`).join("; "));
  };
  const text = () => [lead, claim, also, compare].map((part) => (part.hidden ? "" : part.textContent + (part === compare ? "." : ""))).filter(Boolean).join(" ");
  return { node, show, text };
}

function limitWords(limit, value, isFirst) {
  if (Number.isNaN(value)) return ["cannot be said", ""];
  const enough = value === Infinity ? "enough for any number" : `enough for ${about(Math.max(0, value))}`;
  return isFirst ? [`${enough}: `, isPlural(limit) ? "run out first" : "runs out first"] : [enough, ""];
}

export function meter(payload) {
  const { limits, headline: about_ } = payload;
  if (!limits.length || !about_) return null;
  const rows = limits.map((limit) => {
    const bar = make("span", { class: "ck-bar-fill" });
    const ghost = make("span", { class: "ck-bar-kept", hidden: true });
    const words = make("span");
    const first = make("b");
    const kept = make("span", { class: "ck-kept-word" });
    const node = make("li", { class: "ck-limit", "data-output": limit.output },
      make("span", { class: "ck-limit-label" }, limit.label),
      make("span", { class: "ck-bar", "aria-hidden": "true" }, bar, ghost),
      make("span", { class: "ck-limit-words" }, words, first, kept));
    return { limit, node, bar, ghost, words, first, kept };
  });
  const verdict = make("p", { class: "ck-verdict" });
  const node = make("div", { class: "ck-meter" }, make("ul", { class: "ck-limits", "aria-label": "What the plan needs, and what each is enough for" }, ...rows.map((row) => row.node)), verdict);
  const share = (value, plan) => (Number.isNaN(value) || !(plan > 0) ? 0 : Math.min(1, Math.max(0, value / plan)));
  const show = (values, outs, kept) => {
    const plan = values[about_.input];
    const first = firstOut(limits, outs, plan);
    rows.forEach(({ limit, node: row, bar, ghost, words, first: strong, kept: keptWords }, at) => {
      const value = outs[limit.output];
      bar.style.transform = `scaleX(${share(value, plan)})`;
      row.classList.toggle("ck-first", at === first);
      const [plain, loud] = limitWords(limit, value, at === first);
      put(words, plain);
      put(strong, loud);
      const before = kept?.outputs[limit.output];
      const differs = kept && about(before) !== about(value);
      ghost.hidden = !differs;
      if (differs) ghost.style.left = `${100 * share(before, plan)}%`;
      put(keptWords, differs ? ` (kept: ${about(before)})` : "");
    });
    const known = rows.some(({ limit }) => !Number.isNaN(outs[limit.output]));
    put(verdict, first < 0 && known ? "Nothing runs out: enough for the plan." : "");
    verdict.hidden = !verdict.textContent;
  };
  const text = () => {
    const row = rows.find(({ node: each }) => each.classList.contains("ck-first"));
    return row ? `${row.limit.label} ${row.first.textContent}: ${row.words.textContent.replace(/: $/, "")}.` : verdict.textContent;
  };
  return { node, show, text };
}
