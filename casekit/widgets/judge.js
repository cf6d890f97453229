// What an answer is worth, and what it tells: the twin of casekit/tasks/judge.py, with the very same words. It never throws.
import { number, say } from "./common.js";
import { FormulaProblem, factorBetween, lettersIn, readFormula, sameNumbers, stripped, wordsIn } from "./formula.js";
import { functionValues } from "./function.js";

const mostLetters = 6_000; // of an essay
const noAnswer = "There is no answer yet.";

// Judges one answer: a task of a sheet, what of it is the student's own, and the answer as it is saved. The verdict is
// { verdict, points (null where nobody can say yet), of, said (plain text), help (safe HTML, three levels) }. An answer
// that is none ("odd") is not to be saved; a graded one is "recorded", whatever it is.
export function judge(task, own, value) {
  try {
    const odd = whyOdd(task, value);
    if (odd) return verdictOf(task, "odd", 0, odd);
    if (task.kind === "essay") return verdictOf(task, "by-hand", null, "Kept. Somebody reads it with the rubric.");
    if (task.kind === "bet" && isNone(fieldOf(value, "missed"))) return betPlaced(task, own, value);
    if (isNone(task.key)) return verdictOf(task, "recorded", null, "Recorded. It is marked later; until then you can change it.");
    return judges[task.kind](task, own, value);
  } catch {
    // A file changed by hand can hold anything; what fits no kind of task is no answer.
    return verdictOf(task, "odd", 0, "This is no answer to this task.");
  }
}

// ---- small things that Python has ----

const isNone = (value) => value === null || value === undefined;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function fieldThere(value, name) {
  if (!Object.hasOwn(value, name)) throw new TypeError(`no ${name}`);
  return value[name];
}
// A field that may be left out. A list or an object in its place is no answer.
function fieldOf(value, name) {
  const found = Object.hasOwn(value, name) ? value[name] : null;
  if (typeof found === "object" && found !== null) throw new TypeError(`${name} is no plain value`);
  return found;
}
const escapeSigns = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => escapeSigns[sign]);

// Four digits after the point; of two that are as near the even one, as Python rounds.
function roundedPoints(points) {
  const isTie = Number.isInteger(points * 32) && Math.abs(points * 32) % 2 === 1;
  if (!isTie) return Number(points.toFixed(4));
  const below = Math.floor(points * 1e4);
  return (below % 2 === 0 ? below : below + 1) / 1e4;
}

function verdictOf(task, verdict, share, said, help = []) {
  return { verdict, points: share === null ? null : roundedPoints(task.points * share), of: task.points, said, help };
}
const rightVerdict = (task, said = "Right.") => verdictOf(task, "right", 1, said);
// A share of the points in quarters, rounded down: two people who count get the same.
const inQuarters = (share) => Math.floor(Math.max(0, share) * 4 + 1e-9) / 4;
const partVerdict = (task, share, said, help) => verdictOf(task, share ? "partly" : "wrong", share, said, help);

// ---- what is no answer ----

function hasShape(kind, value) {
  if (kind === "formula" || kind === "essay") return true;
  if (kind === "order" || kind === "strike") return Array.isArray(value) && value.every((each) => typeof each === "string");
  return kind === "sketch" ? Array.isArray(value) : isObject(value);
}

const idsOf = (items) => items.map(({ id }) => id);

// Why this is no answer to this kind of task; "" when it is one.
function whyOdd(task, value) {
  const { kind } = task;
  if (!hasShape(kind, value)) throw new TypeError("another shape of answer");
  if (kind === "number" || kind === "bet") return whyOddNumber(task, value);
  if (kind === "choose") {
    fieldThere(value, "choice");
    if (!idsOf(task.items).includes(fieldOf(value, "choice"))) return "Choose one of them first.";
    return task.because && !idsOf(task.because.items).includes(fieldOf(value, "because")) ? "Now say why: choose a reason too." : "";
  }
  if (kind === "order" || kind === "strike") return whyOddList(task, value);
  if (kind === "sort" || kind === "canvas") {
    const bins = task.bins.map(({ key }) => key);
    const left = idsOf(task.items).filter((id) => !bins.includes(fieldOf(value, id))).length;
    return left ? `${left} of ${task.items.length} ${left === 1 ? "is" : "are"} still to be placed.` : "";
  }
  if (kind === "sketch") {
    const count = task.x.at.length;
    const placed = value.filter(Number.isFinite).length;
    return value.length !== count || placed < count ? `The line has ${placed} of its ${count} points. Draw all of them.` : "";
  }
  if (kind === "essay") return whyOddText(task, value);
  if (kind === "formula") return whyOddFormula(task, value);
  const source = fieldThere(value, "source");
  return typeof source === "string" && stripped(source) ? "" : noAnswer;
}

function whyOddNumber(task, value) {
  const given = fieldThere(value, task.kind === "number" ? "number" : "bet");
  if (given === null) return noAnswer;
  if (typeof given !== "number") return "A number is asked for.";
  if (!Number.isFinite(given)) return "This is no finite number. Look for a division by zero.";
  if (task.kind === "bet" && !isNone(fieldOf(value, "missed"))) {
    return idsOf(task.missed.items).includes(value.missed) ? "" : "Choose what your bet missed.";
  }
  return "";
}

function whyOddList(task, value) {
  const known = idsOf(task.items);
  const once = new Set(value);
  const isPart = [...once].every((id) => known.includes(id)) && once.size === value.length;
  if (task.kind === "order") return isPart && value.length === known.length ? "" : "Put all of them in order, each once.";
  if (!value.length) return "Strike at least one sentence.";
  return isPart ? "" : "Strike sentences of this text.";
}

function whyOddText(task, value) {
  if (typeof value !== "string" || !stripped(value)) return noAnswer;
  const words = wordsIn(value).length;
  const isLong = lettersIn(value) > mostLetters || words > task.words;
  return isLong ? `This has ${number(words)} words; ${task.words} are the most. Shorten it.` : "";
}

function whyOddFormula(task, value) {
  if (typeof value !== "string") return noAnswer;
  try {
    readFormula(value, namesOf(task));
    return "";
  } catch (problem) {
    if (problem instanceof FormulaProblem) return problem.message;
    throw problem;
  }
}
const namesOf = (task) => task.names.map(({ name }) => name);

// ---- numbers ----

function judgeNumber(task, { key }, value) {
  const given = value.number;
  const wanted = fieldOf(value, "unit");
  const unit = task.units.find((each) => each.unit === wanted);
  const factor = unit ? unit.factor : null;
  const meant = factor === null ? given : given * factor;
  if (Math.abs(meant - key.value) <= key.within && (factor !== null || !task.units.length)) {
    return rightVerdict(task, `Right: ${say(key.value, task.words)}.`);
  }
  if (Math.abs(given - key.value) <= key.within) {
    const said = unit ? "The number is right; its unit is not." : "The number is right; its unit is missing.";
    const asked = escaped(stripped(`${task.words[0] ? "dollars" : ""}${task.words[2]}`));
    const look = `What is counted here, and for how long? Think of the unit: ${asked}.`;
    const first = unit ? "The same number of something else is another answer." : "A number alone says nothing.";
    return verdictOf(task, "unit", 0.5, said, [first, look, task.key.see]);
  }
  const road = key.roads.find((each) => Math.abs(meant - each.value) <= each.within);
  if (road) return knownRoad(task, road.mistakes);
  if (Math.abs(meant - key.value) <= key.near) {
    const first = "Something was rounded on the way: keep all digits until the end. A year has 365 days here.";
    return verdictOf(task, "wrong", 0, "Close, and not close enough.", [first, task.key.hint, task.key.see]);
  }
  const first = `It is too ${meant > key.value ? "large" : "small"}.`;
  return verdictOf(task, "wrong", 0, "Not yet, and no common mistake gives this number.", [first, task.key.hint, task.key.see]);
}

function knownRoad(task, which) {
  const found = which.map((place) => task.key.mistakes[place]);
  if (found.length === 1) {
    return verdictOf(task, "mistake", 0, "Not yet: this is a common mistake.", [found[0].slip, found[0].hint, found[0].see]);
  }
  const help = ["slip", "hint", "see"].map((level) => [...new Set(found.map((each) => each[level]))].join(" Or: "));
  return verdictOf(task, "mistake", 0, `Not yet: ${found.length} common mistakes give this.`, help);
}

function judgeSketch(task, { key }, value) {
  const isOn = (line, place) => Math.abs(value[place] - line[place]) <= key.within;
  const off = [...value.keys()].filter((place) => !isOn(key.values, place));
  if (!off.length) return rightVerdict(task, "Right: your line lies on it.");
  const which = key.roads.filter((road) => value.every((_, place) => isOn(road.values, place))).flatMap(({ mistakes }) => mistakes);
  if (which.length) return knownRoad(task, which);
  const said = `${value.length - off.length} of ${value.length} points lie on the line.`;
  const too = value[off[0]] > key.values[off[0]] ? "high" : "low";
  const look = `At ${escaped(task.x.said[off[0]])} your line is too ${too}.`;
  return partVerdict(task, off.length <= value.length / 4 ? 0.5 : 0, said, [look, task.key.hint, task.key.see]);
}

// ---- formulas ----

function judgeFormula(task, own, value) {
  const { evaluate } = readFormula(value, namesOf(task));
  return comparedFormula(task, task.key.points.map(evaluate), "formula");
}

function judgeFunction(task, own, value) {
  const { ran } = value;
  if (isObject(ran)) {
    if (ran.error) return verdictOf(task, "wrong", 0, [...String(ran.error)].slice(0, 300).join(""), ["", task.key.hint, task.key.see]);
    const found = comparedFormula(task, withMissing(ran.values), "function");
    if (found.verdict !== "right" || !ran.arrays) return found;
    const said = [...`Right for single numbers, not for arrays. ${ran.arrays}`].slice(0, 300).join("");
    return verdictOf(task, "partly", 0.5, said, ["", task.key.hint, task.key.see]);
  }
  try {
    return comparedFormula(task, functionValues(value.source, namesOf(task), task.key.points), "function");
  } catch (problem) {
    if (problem instanceof FormulaProblem) return verdictOf(task, "recorded", null, `Kept. ${problem.message}`);
    throw problem;
  }
}

// In JSON what is not available is null.
const withMissing = (values) => values.map((value) => {
  if (value !== null && typeof value !== "number") throw new TypeError("no number");
  return value ?? Number.NaN;
});

function comparedFormula(task, found, what) {
  const { key } = task;
  const right = withMissing(key.values);
  if (sameNumbers(found, right)) return rightVerdict(task, `Right: the ${what} gives the right number at ${found.length} of ${found.length} trials.`);
  const which = [...key.roads.keys()].filter((place) => sameNumbers(found, withMissing(key.roads[place])));
  if (which.length) return knownRoad(task, which);
  const factor = factorBetween(found, right);
  const hits = found.filter((value, place) => sameNumbers([value], [right[place]])).length;
  let first = "It is no common mistake. Try it on numbers that you can work out in your head.";
  if (factor === -1) first = "It has the right size and the wrong sign.";
  else if (!Number.isNaN(factor)) first = `It is always ${number(factor)} times what it should be.`;
  return verdictOf(task, "wrong", 0, `Not yet: it gives the right number at ${hits} of ${found.length} trials.`, [first, key.hint, key.see]);
}

// ---- choosing, ordering, striking, sorting ----

function whyNot(key, id) {
  const why = key.why[id] ?? {};
  return [why.slip ?? "", why.hint || key.hint, why.see || key.see];
}

function judgeChoice(task, own, { choice, because }) {
  const { key } = task;
  if (!key.right.includes(choice)) return verdictOf(task, "mistake", 0, "Not this one.", whyNot(key, choice));
  if (task.because && !key.because.includes(because)) {
    return verdictOf(task, "partly", 0.5, "The choice is right; the reason is not.", whyNot(key, because));
  }
  return rightVerdict(task);
}

function judgeOrder(task, own, value) {
  const { key } = task;
  const text = (id) => escaped(task.items.find((each) => each.id === id).text);
  const ranks = value.map((id) => key.ranks[id]);
  const pairs = ranks.flatMap((a, place) => ranks.slice(place + 1).map((b) => [a, b])).filter(([a, b]) => a !== b);
  const good = pairs.filter(([a, b]) => a < b).length;
  if (good === pairs.length) return rightVerdict(task);
  const place = ranks.findIndex((rank, here) => rank > ranks[here + 1]);
  const [high, low] = [value[place], value[place + 1]];
  const look = `These two stand the wrong way round: “${text(high)}” and “${text(low)}”.`;
  const said = `${good} of ${pairs.length} pairs stand the right way round.`;
  return partVerdict(task, inQuarters((2 * good) / pairs.length - 1), said, [look, key.why[low] || key.why[high] || key.hint, key.see]);
}

function judgeStrike(task, own, value) {
  const { key } = task;
  const wrong = idsOf(task.items).filter((id) => value.includes(id) && !key.right.includes(id));
  const hits = key.right.filter((id) => value.includes(id)).length;
  if (hits === key.right.length && !wrong.length) return rightVerdict(task);
  const also = wrong.length ? `, and ${wrong.length} that ${wrong.length === 1 ? "does" : "do"}.` : ".";
  const said = `${hits} of ${key.right.length} that do not follow ${hits === 1 ? "is" : "are"} struck${also}`;
  const first = wrong.length ? "You struck a sentence that follows from the case." : "There is one more that does not follow.";
  const help = [first, (wrong.length && key.why[wrong[0]]) || key.hint, key.see];
  return partVerdict(task, inQuarters((hits - wrong.length) / key.right.length), said, help);
}

function judgeSort(task, own, value) {
  const { key, items } = task;
  const wrong = items.filter(({ id }) => !key.bins[id].includes(value[id]));
  if (!wrong.length) return rightVerdict(task);
  const good = items.length - wrong.length;
  const help = [`Look again at “${escaped(wrong[0].text)}”.`, key.why[wrong[0].id] || key.hint, key.see];
  return partVerdict(task, inQuarters(good / items.length), `${good} of ${items.length} stand where they belong.`, help);
}

// ---- bets ----

function betRegion(bet, answer, near) {
  if (Math.abs(bet - answer) <= near * Math.abs(answer)) return "near";
  return bet < answer ? "below" : "above";
}
const betSaid = (task, own, { bet }, join) => `You said ${say(bet, task.unit, true)}${join} it is ${say(own.answer, task.unit, true)}`;

const betPlaced = (task, own, value) => verdictOf(task, "placed", 0, `${betSaid(task, own, value, ";")}. Now say what your bet missed.`);

function judgeBet(task, own, value) {
  const when = task.key.when[value.missed];
  if (when === betRegion(value.bet, own.answer, task.key.near)) return rightVerdict(task, when === "near" ? "Right." : "This is what your bet missed.");
  return verdictOf(task, "mistake", 0, `${betSaid(task, own, value, " and")}: this does not fit.`, whyNot(task.key, value.missed));
}

const judges = {
  number: judgeNumber, sketch: judgeSketch, formula: judgeFormula, function: judgeFunction, choose: judgeChoice, order: judgeOrder,
  strike: judgeStrike, sort: judgeSort, canvas: judgeSort, bet: judgeBet,
};
