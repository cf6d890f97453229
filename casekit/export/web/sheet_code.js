// Whose sheet it is: the twin of casekit/tasks/whose.py and the lenient reading of casekit/tasks/codes.py.

const LONGEST_WORD = 40;

// FNV-1a of the letters in UTF-8, 32 bits.
export function fnv1a32(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

export const shownCode = (sheet, code) => (sheet.codes && code.length === 5 ? `${code.slice(0, 4)}-${code.slice(4)}` : code);

// What was typed, as { code } or as { problem }: a sentence.
export function readCode(sheet, typed) {
  const word = typed.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, "").trim(); // a mark may hide a space
  if (!sheet.codes) {
    if ([...word].length > LONGEST_WORD) return { problem: `A word for your numbers may have ${LONGEST_WORD} letters; this one has ${[...word].length}.` };
    return { code: word || randomWord() }; // whoever gives none gets numbers of their own too
  }
  if (!word) return { problem: "Write the code that you were sent. It looks like K7M4-2." };
  const code = word.toUpperCase().replace(/[\s.‐‑‒–—−-]+/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (Object.hasOwn(sheet.codes, code)) return { code };
  return { problem: `There is no code ${shownCode(sheet, code.slice(0, 12))}. Compare it letter by letter.` };
}

// A word for who has none: six letters that can be said, and typed again.
export function randomWord() {
  const letters = ["bdfgklmnprstvz", "aeiou"];
  const drawn = crypto.getRandomValues(new Uint32Array(6));
  return [...drawn].map((each, at) => letters[at % 2][each % letters[at % 2].length]).join("");
}

// What a student's code is called on the page.
export const codeWord = (sheet) => (sheet.codes ? "code" : "word");

// What of the sheet is this student's own, by task.
export function ownOf(sheet, code) {
  return sheet.students[sheet.codes ? sheet.codes[code] : fnv1a32(code) % sheet.students.length];
}

export function fileName(sheet, code) {
  // A word that has to be changed for it carries a mark, so that no two words come to one name.
  const marked = /^[A-Za-z0-9_]+$/.test(code) ? code : `${code}-${fnv1a32(code).toString(16).padStart(8, "0")}`;
  const word = marked.replace(/[^A-Za-z0-9_]+/g, "-").replace(/^-/, "");
  return `${sheet.assignment.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60)}-answers-${word}.json`;
}

// ---- the code is remembered on this device ----

const codePlace = (sheet) => `casekit:sheet:${sheet.case}/${sheet.assignment}`;

export function rememberedCode(sheet) {
  try {
    const typed = localStorage.getItem(codePlace(sheet));
    return typed ? readCode(sheet, typed).code ?? null : null;
  } catch {
    return null;
  }
}

export function rememberCode(sheet, code) {
  try {
    if (code) localStorage.setItem(codePlace(sheet), code);
    else localStorage.removeItem(codePlace(sheet));
  } catch {
    // It is asked for again the next time.
  }
}
