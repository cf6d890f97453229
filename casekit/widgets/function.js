// A function that a student writes in Python: read as text where it is as plain as a formula, never run. function_values of
// casekit/tasks/formulas.py does the same with Python's own reader.
import { number } from "./common.js";
import {
  FormulaBeyond, FormulaMisfit, FormulaProblem, formulaLongest, formulaSaid, isIdentifier, isUnreadable, lettersIn, namesUsed, needsTime, parseFormula,
  pythonKeywords, stripped, workedOut,
} from "./formula.js";

const quotedText = `"""(?:\\\\.|(?!""").)*"""|'''(?:\\\\.|(?!''').)*'''|"(?:\\\\.|[^"\\\\\\n])*"|'(?:\\\\.|[^'\\\\\\n])*'`;
const functionPiece = new RegExp(`(?<quoted>${quotedText})|(?<comment>#[^\\n]*)|\\\\\\n|.`, "gsu");
const onlyText = new RegExp(`^(?:(?:[rRbBuU]{0,2}(?:${quotedText})\\s*)+|\\.\\.\\.|None|True|False)$`, "su");

// In a program white space is less than in a text.
const pythonTrimmed = (text) => text.replace(/^[ \t\f]+|[ \t\f]+$/g, "");

// Text in parts, at a sign that stands neither in brackets nor in quotes; comments are left out.
function partsOf(text, sign) {
  const parts = [""];
  let brackets = 0;
  for (const { 0: piece, groups } of text.matchAll(functionPiece)) {
    if (groups.comment) continue;
    if (!groups.quoted) {
      if (piece === '"' || piece === "'") throw new FormulaMisfit();
      brackets += "([{".includes(piece) - ")]}".includes(piece);
      if (brackets < 0) throw new FormulaMisfit();
    }
    if (piece === sign && brackets === 0) parts.push("");
    else parts[parts.length - 1] += piece === "\\\n" || piece === "\n" ? " " : piece;
  }
  if (brackets) throw new FormulaMisfit();
  return parts;
}

// A formula's tree; null where it may be Python and is more than plain arithmetic.
function treeOrMore(text) {
  if (text.includes("[")) return null; // a list; in a formula of an author the name of a figure
  if (pythonTrimmed(text) !== stripped(text)) throw new FormulaMisfit();
  try {
    return parseFormula(text);
  } catch (problem) {
    if (problem instanceof FormulaBeyond || problem instanceof RangeError) return null;
    throw problem;
  }
}

// The names of its arguments; null where they are more than names.
function argumentNames(text) {
  const given = partsOf(text, ",").map(pythonTrimmed);
  if (given.at(-1) === "") given.pop();
  if (given.some((each) => /^[*/]|=/.test(each))) return null;
  const names = given.map((each) => pythonTrimmed(each.split(":")[0]));
  if (names.some((name) => !isIdentifier(name) || pythonKeywords.has(name))) throw new FormulaMisfit();
  return names.map((name) => name.normalize("NFKC"));
}

// `return a = b` is no Python, and f(a=b) is.
function valueTree(text) {
  if (partsOf(text.replace(/[=!<>:]=/g, "<"), "=").length > 1) throw new FormulaMisfit();
  return treeOrMore(text);
}

// One statement as a step: { name, tree } or { returns, tree }; `more` where it is neither.
function stepOf(statement) {
  const [, returned] = /^return\b[ \t\f]*(.*)$/s.exec(statement) ?? [];
  if (returned !== undefined) return { returns: true, more: !returned, tree: returned ? valueTree(returned) : null };
  const [, name, value] = /^([\p{XID_Start}_]\p{XID_Continue}*)[ \t\f]*=(?!=)[ \t\f]*(.*)$/su.exec(statement) ?? [];
  if (name !== undefined && !pythonKeywords.has(name)) return { name: name.normalize("NFKC"), tree: treeOrMore(value) };
  treeOrMore(statement);
  return { more: true };
}
const isRemark = (statement) => onlyText.test(statement) || (/^[\d.]/.test(statement) && treeOrMore(statement)?.value !== undefined);

// What one `def` or lambda says: { names, steps }, each of them null where it is more than plain arithmetic.
function functionRead(source) {
  if (isUnreadable(source)) throw new FormulaMisfit();
  const lines = partsOf(source.replace(/\r\n?/g, "\n"), "\n").filter(pythonTrimmed)
    .map((line) => ({ indent: /^[ \t]*/.exec(line)[0].length, text: pythonTrimmed(line) }));
  const [head, ...rest] = lines;
  if (!head) throw new FormulaMisfit();
  if (/^(?:@|async\b)/.test(head.text)) return { names: null, steps: null };
  if (rest.some(({ indent }) => indent <= head.indent)) throw new FormulaMisfit();
  if (/^def\b/.test(head.text)) return defRead(head.text, rest);
  if (rest.length && !pythonKeywords.has(/^\w*/.exec(head.text)[0])) throw new FormulaMisfit();
  const statements = statementsIn(head.text);
  if (statements.length !== 1) throw new FormulaMisfit();
  const opened = /^(?:[\p{XID_Start}_]\p{XID_Continue}*[ \t\f]*=[ \t\f]*)?(?<brackets>(?:\([ \t\f]*)*)lambda\b/u.exec(statements[0]);
  if (opened) return lambdaRead(statements[0].slice(opened[0].length), opened.groups.brackets.split("(").length - 1);
  stepOf(statements[0]);
  return { names: null, steps: null };
}
const statementsIn = (line) => partsOf(line, ";").map(pythonTrimmed).filter(Boolean);

// The line of a `def`, and the lines of its body, which may also stand behind the colon.
function defRead(text, rest) {
  const opened = /^def[ \t\f]+[\p{XID_Start}_]\p{XID_Continue}*[ \t\f]*\(/u.exec(text);
  if (!opened) throw new FormulaMisfit();
  const inside = text.slice(opened[0].length);
  const end = endOfBrackets(inside);
  const [, inline] = /^[ \t\f]*(?:->[^:]*)?:[ \t\f]*(.*)$/s.exec(inside.slice(end + 1)) ?? [];
  if (inline === undefined || Boolean(inline) === rest.length > 0) throw new FormulaMisfit();
  const body = inline ? [{ indent: 1, text: inline }] : rest;
  const names = argumentNames(inside.slice(0, end));
  const opens = body.some((line) => line.text.endsWith(":"));
  if (!opens && body.some(({ indent }) => indent !== body[0].indent)) throw new FormulaMisfit();
  if (opens) return { names, steps: null };
  const steps = body.flatMap((line) => statementsIn(line.text)).filter((each) => !isRemark(each)).map(stepOf);
  const plain = steps.length && steps.every(({ more, returns }, at) => !more && Boolean(returns) === (at === steps.length - 1));
  return { names, steps: plain ? steps : null };
}

function endOfBrackets(text) {
  for (let at = 0, open = 1; at < text.length; at += 1) {
    open += "([{".includes(text[at]) - ")]}".includes(text[at]);
    if (!open) return at;
  }
  throw new FormulaMisfit();
}

// What follows the word lambda, in so many brackets.
function lambdaRead(text, brackets) {
  let plain = pythonTrimmed(text);
  for (let left = brackets; left; left -= 1) {
    if (!plain.endsWith(")")) return { names: null, steps: null };
    plain = pythonTrimmed(plain.slice(0, -1));
  }
  const [given, ...body] = partsOf(plain, ":");
  if (!body.length) throw new FormulaMisfit();
  return { names: argumentNames(given), steps: [{ returns: true, tree: valueTree(pythonTrimmed(body.join(":"))) }] };
}

// What a student's function gives at each point, where it is plain: assignments, then one `return` of plain arithmetic;
// else a FormulaProblem. It may still be right when it is run.
export function functionValues(source, names, points) {
  const size = lettersIn(source);
  const most = 5 * formulaLongest;
  if (size > most) throw new FormulaProblem(`A function may be ${number(most)} characters long; this one has ${number(size)}.`);
  let read;
  try {
    read = functionRead(source);
  } catch (problem) {
    if (problem instanceof FormulaMisfit) throw new FormulaProblem(formulaSaid.unread);
    throw problem;
  }
  if (!read.steps || !read.names) throw new FormulaProblem(formulaSaid.more);
  if (read.names.length !== names.length) {
    throw new FormulaProblem(`The function takes ${read.names.length} values; it should take ${names.length}: ${names.join(", ")}.`);
  }
  if (read.steps.some(({ tree }) => !tree)) throw new FormulaProblem(formulaSaid.more);
  return points.map((point) => {
    // Step by step, and not by putting one formula into the next, which may double its length each time.
    const known = new Map(read.names.map((given, at) => [given, point[names[at]]]));
    let result = Number.NaN;
    for (const { name, tree } of read.steps) {
      if (needsTime(tree)) throw new FormulaProblem(formulaSaid.more);
      const unknown = namesUsed(tree).find((each) => !known.has(each));
      if (unknown !== undefined) throw new FormulaProblem(`The function uses "${unknown}", which it is not given.`);
      result = workedOut(tree, (each) => known.get(each));
      known.set(name, result);
    }
    return result;
  });
}
