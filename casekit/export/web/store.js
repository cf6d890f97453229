// The reader's answers: kept in this browser, and written as one small file.

const letters = "abcdefghijkmnpqrstuvwxyz23456789";

function randomName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => letters[byte % letters.length]).join("");
}

// A walk of its own is named; the first one is not, as in files of older pages.
const fresh = ({ caseName, walk }) => ({ casekit: 1, case: caseName, ...(walk ? { walk } : {}), part: "A", reader: randomName(), started: new Date().toISOString(), answers: [], drafts: {} });

const isAnswer = (each) => each !== null && typeof each === "object" && ["step", "kind", "at"].every((name) => typeof each[name] === "string")
  && (typeof each.value === "string" || Number.isFinite(each.value));

// What was kept may be of another version, or changed by hand: only what fits is taken.
function readKept(text, whose) {
  try {
    const kept = JSON.parse(text);
    if (kept.casekit !== 1 || kept.case !== whose.caseName || (kept.walk ?? "") !== whose.walk || typeof kept.reader !== "string" || !Array.isArray(kept.answers)) return null;
    const drafts = Object.entries(kept.drafts ?? {}).filter(([, draft]) => typeof draft === "string");
    return { ...fresh(whose), reader: kept.reader.slice(0, 40), started: String(kept.started), name: typeof kept.name === "string" ? kept.name : undefined,
      place: typeof kept.place === "string" ? kept.place : undefined, part: kept.part === "B" ? "B" : "A", answers: kept.answers.filter(isAnswer), drafts: Object.fromEntries(drafts) };
  } catch {
    return null;
  }
}

// Two tabs of the same reader: nothing that either of them said is lost.
function joinedAnswers(ours, theirs) {
  const all = new Map([...theirs, ...ours].map((each) => [JSON.stringify([each.step, each.kind, each.value, each.at]), each]));
  return [...all.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

// Opens the answers to a walk of a case. `onTrouble` is called once when this browser keeps nothing.
export function openStore(caseName, { walk = "", onTrouble = () => {} } = {}) {
  const whose = { caseName, walk };
  const own = walk ? `${caseName}/${walk}` : caseName; // no name of a case holds a slash
  const key = `casekit:${own}`;
  let working = true;
  const stored = () => {
    try {
      return readKept(localStorage.getItem(key), whose);
    } catch {
      return null;
    }
  };
  let state = stored() ?? fresh(whose);

  function save({ join = true } = {}) {
    const theirs = join ? stored() : null;
    if (theirs?.reader === state.reader) state.answers = joinedAnswers(state.answers, theirs.answers);
    try {
      localStorage.setItem(key, JSON.stringify(state)); // tried anew each time: a full storage may have room again
      working = true;
    } catch {
      if (working) onTrouble();
      working = false;
    }
  }
  save();

  const of = (step, kind) => state.answers.filter((each) => each.step === step && (!kind || each.kind === kind));
  return {
    of,
    first: (step, kind) => of(step, kind)[0],
    last: (step, kind) => of(step, kind).at(-1),
    all: () => state.answers,
    add(step, kind, value, more = {}) {
      state.answers = [...state.answers, { step, kind, value, ...more, at: new Date().toISOString() }];
      save();
    },
    // Text that is still being written is kept too, and becomes an answer when the writer leaves it.
    draft: (step) => state.drafts[step],
    keepDraft(step, text) {
      if (text === undefined) delete state.drafts[step];
      else state.drafts[step] = text;
      save();
    },
    get place() {
      return state.place;
    },
    set(more) {
      state = { ...state, ...more };
      save();
    },
    get name() {
      return state.name ?? "";
    },
    erase() {
      state = fresh(whose);
      try {
        localStorage.removeItem(key); // needs no room, so it is erased even when nothing can be written
      } catch {
        // No storage, so nothing in it.
      }
      save({ join: false });
    },
    // The file that a reader hands in; a name is in it only when one was typed.
    file() {
      const { casekit, case: of_, part, reader, name, started, answers } = state;
      const content = { casekit, case: of_, ...(walk ? { walk } : {}), part, reader, ...(name ? { name } : {}), started, answers };
      return { name: `${own.replace("/", "-")}-answers-${reader}.json`, text: `${JSON.stringify(content, null, 1)}\n` };
    },
  };
}
