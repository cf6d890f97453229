// The answers to a sheet: kept in this browser as they are given, in the form of the file that the notebook keeps
// (casekit/tasks/saved.py). Whoever reads what is there joins it with what is known, and loses nothing of either.
import { judge } from "../../widgets/judge.js";
import { codeWord, fileName } from "./sheet_code.js";

const MANY = 20_000; // answers
const LONGEST = 20_000; // characters of one answer
const LARGEST = 4_000_000; // characters of a file

const isPlain = (each) => each !== null && typeof each === "object" && !Array.isArray(each);
const inOrder = (each) => {
  if (Array.isArray(each)) return each.map(inOrder);
  return isPlain(each) ? Object.fromEntries(Object.keys(each).sort().map((name) => [name, inOrder(each[name])])) : each;
};
const textOf = (each) => JSON.stringify(inOrder(each ?? null));
const timeOf = (each) => (isPlain(each) && typeof each.at === "string" ? Date.parse(each.at) : Number.NaN);
const isEntry = (each) => isPlain(each) && typeof each.task === "string" && each.value !== null && each.value !== undefined
  && isPlain(each.inputs) && Number.isFinite(timeOf(each)) && JSON.stringify(each).length <= 2 * LONGEST;
const levelOf = (each) => ([1, 2, 3].includes(each?.help) ? each.help : 0);

// By what two answers are the same one: all but the help that was seen, and the release, which a file also says.
const markOf = (each) => (isPlain(each) ? textOf({ ...each, help: undefined, release: undefined }) : textOf(each));

// Two lists of answers as one. A list that holds the other stays in its order, whatever the clock said; else time decides.
export function joinedEntries(ours, theirs) {
  const kept = new Map();
  for (const each of [...theirs, ...ours]) {
    const mark = markOf(each);
    const other = kept.get(mark);
    const help = Math.max(levelOf(each), levelOf(other));
    kept.set(mark, isPlain(each) && other ? { ...other, ...each, ...(help ? { help } : {}) } : each);
  }
  for (const list of [theirs, ours]) {
    const marks = [...new Set(list.map(markOf))];
    if (marks.length === kept.size) return marks.map((mark) => kept.get(mark));
  }
  return [...kept.values()].sort((a, b) => (timeOf(a) || 0) - (timeOf(b) || 0));
}

// Opens the answers of one code.
//   own        what of the sheet is the student's own, by task
//   onTrouble  told true when this browser begins to keep nothing, and false when it keeps again
//   onOther    called when another tab has changed something
export function openSheetStore(sheet, code, own, { onTrouble = () => {}, onOther = () => {} } = {}) {
  const key = `casekit:sheet:${sheet.case}/${sheet.assignment}:${code}`;
  const oldKey = `casekit:sheet:${sheet.assignment}:${code}`; // of older pages, which forgot the case
  const tasks = new Map(sheet.tasks.map((task) => [task.id, task]));
  const head = () => ({ casekit: 1, assignment: sheet.assignment, release: sheet.release, case: sheet.case, part: sheet.part, code });
  const fresh = () => ({ ...head(), started: new Date().toISOString(), answers: [], drafts: {} });
  let working = true; // whether the last write came through
  let unsaved = false; // whether something is neither kept here nor in a file

  // What was kept may be of another version, or changed by hand. Returns { state } or { problem }, the end of a sentence.
  function read(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      // A picture or a table was taken for the file; only what begins like one can be a damaged one.
      return { problem: text.trimStart().startsWith("{") ? "is damaged" : "is no file of answers" };
    }
    if (!isPlain(found) || !("casekit" in found) || !Array.isArray(found.answers)) return { problem: "is no file of answers" };
    if (found.casekit !== 1) return { problem: "was written by another version of casekit" };
    if (found.assignment !== sheet.assignment || found.case !== sheet.case) return { problem: "answers another assignment" };
    if (found.code !== code) return { problem: `holds the answers of another ${codeWord(sheet)}, ${String(found.code).slice(0, 12)}` };
    const released = (each) => (isPlain(each) && each.release === undefined && found.release !== sheet.release ? { ...each, release: found.release } : each);
    const answers = found.answers.slice(0, MANY).map(released).map((each) => {
      if (!isPlain(each) || each.release !== sheet.release) return each;
      const { release: _, ...rest } = each;
      return rest;
    });
    return { state: { ...found, ...head(), started: typeof found.started === "string" ? found.started : new Date().toISOString(), answers, drafts: isPlain(found.drafts) ? found.drafts : {} } };
  }
  const asides = () => Object.keys(localStorage).filter((each) => [key, oldKey].some((stem) => each.startsWith(`${stem}:set-aside-`) && /^\d+$/.test(each.slice(stem.length + 11))));
  // What is kept: { found }, or { strange } when something is there that can neither be used nor be set aside.
  function stored() {
    try {
      const text = localStorage.getItem(key);
      if (text === null) {
        const old = localStorage.getItem(oldKey);
        return { found: old === null ? null : read(old).state ?? null };
      }
      const { state: found } = read(text);
      if (found) return { found };
      try {
        if (!asides().some((each) => localStorage.getItem(each) === text)) localStorage.setItem(`${key}:set-aside-${Date.now()}`, text);
        return { found: null };
      } catch {
        return { found: null, strange: true };
      }
    } catch {
      return { found: null };
    }
  }
  let state = stored().found ?? fresh();
  // Tasks written on here and not stored yet: of these the drafts of this tab count, of all others what is stored, which is newer.
  const touched = new Set();
  function bothDrafts(other) {
    const drafts = { ...other };
    for (const id of touched) {
      if (id in state.drafts) drafts[id] = state.drafts[id];
      else delete drafts[id];
    }
    return drafts;
  }

  // Joins with what another tab wrote. When one of the two was erased since, what is older than that stays away.
  function meet(theirs) {
    if (!theirs) return;
    const [mine, other] = [state, theirs];
    const since = (list, when) => list.filter((each) => timeOf(each) > Date.parse(when));
    const apart = mine.started !== other.started;
    if (apart && other.erased && other.started > mine.started) {
      state = { ...other, answers: joinedEntries(since(mine.answers, other.started), other.answers) };
    } else {
      const theirsNow = apart && mine.erased && mine.started > other.started ? since(other.answers, mine.started) : other.answers;
      state = { ...other, ...mine, answers: joinedEntries(mine.answers, theirsNow), drafts: bothDrafts(other.drafts) };
    }
  }
  function save({ join = true } = {}) {
    unsaved = true;
    const { found, strange } = join ? stored() : {};
    if (found) meet(found);
    const well = !strange && write();
    if (well !== working) onTrouble(!well);
    working = well;
  }
  // Tried anew each time: a full storage may have room again.
  function write() {
    try {
      localStorage.setItem(key, JSON.stringify(state));
      unsaved = false;
      touched.clear();
    } catch {
      return false;
    }
    forget(oldKey);
    return true;
  }
  // Removes what is of this sheet: under the older key another case's answers may stand.
  function forget(name) {
    try {
      const text = localStorage.getItem(name);
      if (text !== null && (name !== oldKey || read(text).state)) localStorage.removeItem(name);
    } catch {
      // Nothing can be read, so nothing is kept.
    }
  }
  save();
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    const before = textOf([state.answers, state.drafts]);
    // Nothing else removes it than erasing.
    if (event.newValue === null) state = { ...fresh(), erased: true };
    else meet(read(event.newValue).state);
    if (textOf([state.answers, state.drafts]) !== before) onOther();
  });

  // Why an answer is an old one: "release" still counts, the others do not.
  function oldness(entry) {
    const task = tasks.get(entry.task);
    if (!task) return "task";
    if (textOf(entry.inputs) !== textOf(own[task.id].inputs)) return "inputs";
    if (judge(task, own[task.id], entry.value).verdict === "odd") return "value";
    return entry.release !== undefined && entry.release !== sheet.release ? "release" : "";
  }
  const entriesOf = (id) => state.answers.filter((each) => isEntry(each) && each.task === id).map((each) => ({ ...each, old: oldness(each) }));
  const counting = (id) => entriesOf(id).filter(({ old }) => old === "" || old === "release");

  // The answer that counts: the last one; of a bet the first number with what was said of it last. Or, when none counts,
  // the last of the old ones.
  function last(id) {
    const found = counting(id);
    const newest = found.at(-1) ?? entriesOf(id).at(-1) ?? null;
    if (!newest || !found.length || tasks.get(id).kind !== "bet") return newest;
    const missed = found.map(({ value }) => value.missed).filter((each) => each !== null && each !== undefined).at(-1) ?? null;
    return { ...newest, value: { bet: found[0].value.bet, missed } };
  }
  // Notes the help that was seen with the last answer that counts.
  function saw(id, level) {
    const newest = counting(id).at(-1);
    const at = newest ? state.answers.findLastIndex((each) => isEntry(each) && markOf(each) === markOf({ ...newest, old: undefined })) : -1;
    if (at < 0 || level <= levelOf(state.answers[at])) return;
    state.answers = state.answers.map((each, place) => (place === at ? { ...each, help: level } : each));
    save();
  }
  return {
    last,
    saw,
    tries: (id) => counting(id).filter(({ value }) => tasks.get(id).kind !== "bet" || (value.missed ?? null) !== null).length,
    // How many answers there are to tasks that this sheet does not ask any more.
    beyond: () => state.answers.filter((each) => isEntry(each) && !tasks.has(each.task)).length,
    add(id, value, help = 0) {
      const size = JSON.stringify(value).length;
      if (size > LONGEST) throw Object.assign(new Error("too long"), { sentence: `This answer is ${size} characters long; ${LONGEST} are the most. Shorten it.` });
      const before = counting(id).at(-1);
      // The same answer given again is kept once, with its first time.
      if (before?.old === "" && textOf(before.value) === textOf(value)) return saw(id, help);
      const entry = { task: id, value, inputs: own[id].inputs, at: new Date().toISOString(), ...(help ? { help } : {}) };
      state.answers = [...state.answers, entry];
      return save();
    },
    draft: (id) => state.drafts[id],
    keepDraft(id, draft) {
      if (draft === undefined && !(id in state.drafts)) return;
      touched.add(id);
      const { [id]: _, ...others } = state.drafts;
      state.drafts = draft === undefined ? others : { ...others, [id]: draft };
      save();
    },
    get name() {
      return typeof state.name === "string" ? state.name : "";
    },
    set name(text) {
      state = { ...state, name: text || undefined };
      save();
    },
    get unsaved() {
      return unsaved && state.answers.length > 0;
    },
    erase() {
      touched.clear();
      state = { ...fresh(), erased: true };
      // Removed first: this needs no room, and is true even when nothing can be written.
      let aside = [];
      try {
        aside = asides();
      } catch {
        // No storage, so nothing in it.
      }
      [key, oldKey, ...aside].forEach(forget);
      save({ join: false });
    },
    // Joins a file that was saved before, here or in the notebook. Returns { added } or { problem }, a whole sentence.
    take(name, text) {
      const shown = name.slice(0, 60);
      if (text.length > LARGEST) return { problem: `${shown} is larger than ${LARGEST / 1e6} MB, so it is no file of answers.` };
      const { state: theirs, problem } = read(text);
      if (!theirs) return { problem: `${shown} ${problem}. Nothing was changed.` };
      const before = state.answers.length;
      const { erased: _, ...mine } = state;
      // A draft of the file counts where nothing was begun here, nor answered since.
      const known = new Set(theirs.answers.map(markOf));
      const since = new Set(mine.answers.filter((each) => !known.has(markOf(each))).map((each) => each?.task));
      const begun = Object.entries(theirs.drafts).filter(([id]) => !(id in mine.drafts) && !since.has(id));
      begun.forEach(([id]) => touched.add(id));
      state = { ...mine, name: mine.name ?? (typeof theirs.name === "string" ? theirs.name : undefined), answers: joinedEntries(mine.answers, theirs.answers), drafts: { ...Object.fromEntries(begun), ...mine.drafts } };
      save();
      return { added: state.answers.length - before };
    },
    // The file that a student hands in; a name is in it only when one was typed.
    file() {
      const { name, started, answers, drafts, erased: _, ...rest } = state;
      const content = { ...head(), ...(name ? { name } : {}), started, ...Object.fromEntries(Object.entries(rest).filter(([each]) => !(each in head()))), answers, ...(Object.keys(drafts).length ? { drafts } : {}) };
      return { name: fileName(sheet, code), text: `${JSON.stringify(content, null, 1)}\n`, saved: () => (unsaved = false) };
    },
  };
}
