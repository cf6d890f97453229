// A formula that a student writes: read as text, compared as a formula, never run as code.
// casekit/tasks/formulas.py does the same on top of Python's own grammar, in the same words; a test compares the two.
import { number } from "./common.js";
import { kit } from "./runtime.js";

export const formulaLongest = 2_000;
const formulaDeepest = 100;
const formulaSame = 1e-6;
const formulaSigns = { "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**" };
export const formulaSaid = {
  none: "This is no formula yet. Write it with the names, numbers, + - * / and brackets.",
  deep: "This formula is nested too deeply. Write it more simply.",
  more: "The function is more than plain arithmetic, so it has to be run.",
  unread: "This is not one function that Python can read.",
};

// Its message is a sentence for the student.
export class FormulaProblem extends Error {}
// Inside: text that does not fit together, or that says more than plain arithmetic.
export class FormulaMisfit extends Error {}
export class FormulaBeyond extends FormulaMisfit {}

// What Python takes for white space, and how many letters it counts.
const whiteSpace = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
export const stripped = (text) => text.replace(new RegExp(`^${whiteSpace}|${whiteSpace}$`, "g"), "");
export const wordsIn = (text) => text.split(new RegExp(whiteSpace)).filter(Boolean);
export const lettersIn = (text) => [...text].length;
export const isUnreadable = (text) => text.includes("\0") || /\p{Surrogate}/u.test(text);
export const isIdentifier = (text) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text);

// ---- what can be called, and with how many values (0: one or more) ----

const beyondTime = (count) => ({ count, time: true });
const endlessIsNone = (value) => (Number.isFinite(value) ? value : Number.NaN);
const formulaFunctions = new Map(Object.entries({
  minimum: { count: 0, run: kit.minimum },
  maximum: { count: 0, run: kit.maximum },
  where: { count: 3, run: kit.where },
  exp: { count: 1, run: kit.exp },
  log: { count: 1, run: (x) => endlessIsNone(kit.log(x)) },
  sqrt: { count: 1, run: (x) => endlessIsNone(kit.sqrt(x)) },
  normal_cdf: { count: 1, run: kit.normal_cdf },
  normal_quantile: { count: 1, run: kit.normal_quantile },
  best_below: { count: 3, run: kit.best_below },
  best_of: { count: 1, run: kit.best_of },
  both_above: { count: 3, run: kit.both_above },
  // These need a series: they are read, and then refused.
  elapsed: beyondTime(2), cumulative: beyondTime(1), previous: beyondTime(2), total: beyondTime(1), lowest: beyondTime(1),
  highest: beyondTime(1), last: beyondTime(1), discounted: beyondTime(2), irr: beyondTime(1), sign_changes: beyondTime(1),
}));

const formulaBinary = new Map(Object.entries({
  "<": { binds: 3, run: kit.lt },
  "<=": { binds: 3, run: kit.le },
  ">": { binds: 3, run: kit.gt },
  ">=": { binds: 3, run: kit.ge },
  "+": { binds: 4, run: (a, b) => a + b },
  "-": { binds: 4, run: (a, b) => a - b },
  "*": { binds: 5, run: (a, b) => a * b },
  "/": { binds: 5, run: kit.div },
  // 1 to any power is 1, however large, as in Python.
  "**": { binds: 7, run: (a, b) => (Math.abs(a) === 1 && Math.abs(b) === Number.POSITIVE_INFINITY ? 1 : kit.power(a, b)) },
}));
const signBinds = 6;

// ---- from text to tokens, by the rules of Python's grammar ----

export const pythonKeywords = new Set(("False None True and as assert async await break class continue def del elif else except finally for from "
  + "global if import in is lambda nonlocal not or pass raise return try while with yield").split(" "));
const formulaDigits = "\\d(?:_?\\d)*";
const formulaToken = new RegExp([
  "(?<space>[ \\t\\f]+|\\\\\\n|#[^\\n]*)",
  "(?<line>\\n)",
  `(?<number>0[xX](?:_?[\\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:${formulaDigits}(?:\\.(?:${formulaDigits})?)?|\\.${formulaDigits})(?:[eE][+-]?${formulaDigits})?)`,
  "(?<name>[A-Za-z_\\u{80}-\\u{10ffff}][\\w\\u{80}-\\u{10ffff}]*)",
  "(?<beyond>//|<<|>>|[!=]=|->|[%@&|~:=.\\[\\]{}\"'^;])",
  "(?<sign>\\*\\*|[<>]=|[-+*/<>(),])",
].join("|"), "uy");

function readDigits(text) {
  const plain = text.replaceAll("_", "");
  const whole = /^\d+$/.test(plain) || /^0[xob]/i.test(plain);
  const value = Number(plain);
  if (/^0\d*[1-9]\d*$/.test(plain)) throw new FormulaMisfit(); // 007
  if (whole && value === Number.POSITIVE_INFINITY) throw new FormulaBeyond();
  return value;
}

function formulaTokens(text) {
  if (isUnreadable(text)) throw new FormulaMisfit();
  const tokens = [];
  let [brackets, newLine, indented, ended] = [0, false, false, false];
  const push = (token) => {
    // A formula is one line; only inside brackets may it go on.
    if (ended || (newLine && indented && !tokens.length)) throw new FormulaMisfit();
    tokens.push(token);
  };
  for (let at = 0; at < text.length; at = formulaToken.lastIndex) {
    formulaToken.lastIndex = at;
    const found = formulaToken.exec(text)?.groups;
    if (!found) throw new FormulaMisfit();
    if (found.line) {
      ended ||= brackets === 0 && tokens.length > 0;
      [newLine, indented] = [true, false];
    } else if (found.space) indented = true;
    else if (found.number) {
      if (/[A-Za-z_\u{80}-\u{10ffff}]/u.test(text[formulaToken.lastIndex] ?? "")) throw new FormulaMisfit();
      push({ value: readDigits(found.number) });
    } else if (found.name) {
      if (pythonKeywords.has(found.name)) throw new FormulaBeyond();
      if (!isIdentifier(found.name)) throw new FormulaMisfit();
      push({ name: found.name.normalize("NFKC") });
    } else if (found.beyond) throw new FormulaBeyond();
    else {
      brackets += (found.sign === "(") - (found.sign === ")");
      push({ sign: found.sign });
    }
  }
  return tokens;
}

// ---- from tokens to a tree: { value }, { name } or { run, args, time }, each with its depth ----

const formulaBranch = (run, args, time = false) => ({ run, args, time, depth: 1 + Math.max(...args.map(({ depth }) => depth)) });

function formulaTree(tokens, names) {
  let at = 0;
  const sign = () => tokens[at]?.sign;
  const isCompared = () => formulaBinary.get(sign())?.binds === 3;
  const take = (wanted) => {
    if (sign() === "," && wanted === ")") throw new FormulaBeyond(); // (a, b)
    if (sign() !== wanted) throw new FormulaMisfit();
    at += 1;
  };

  function prefix() {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw new FormulaMisfit();
    if (!token.sign) return { ...token, depth: 1 };
    if (token.sign === "+") return expression(signBinds);
    if (token.sign === "-") return formulaBranch((a) => -a, [expression(signBinds)]);
    if (token.sign !== "(") throw new FormulaMisfit();
    if (sign() === ")") throw new FormulaBeyond(); // ()
    const inside = expression();
    take(")");
    return inside;
  }

  function called(node) {
    at += 1;
    const args = [];
    while (sign() !== ")") {
      if (sign() === "*" || sign() === "**") throw new FormulaBeyond();
      args.push(expression());
      if (sign() !== ")") take(",");
    }
    at += 1;
    const found = formulaFunctions.get(node.name);
    if (!found || !args.length || (found.count && args.length !== found.count)) throw new FormulaBeyond();
    return formulaBranch(found.run, args, found.time);
  }

  function expression(least = 0) {
    let left = prefix();
    while (sign() === "(") left = called(left);
    for (;;) {
      const infix = formulaBinary.get(sign());
      if (!infix || infix.binds < least) return left;
      const compared = isCompared();
      at += 1;
      // A power is worked out from its right end, and its exponent may have a sign.
      left = formulaBranch(infix.run, [left, expression(infix.binds === 7 ? signBinds : infix.binds + 1)]);
      if (compared && isCompared()) throw new FormulaBeyond(); // a < b < c
    }
  }

  const tree = expression();
  if (sign() === ",") throw new FormulaBeyond();
  if (at < tokens.length) throw new FormulaMisfit();
  return renamed(tree, names);
}

// A name with hyphens stood in square brackets while the text was read.
function renamed(node, names) {
  if (node.args) return { ...node, args: node.args.map((each) => renamed(each, names)) };
  const found = /^__reference_(\d+)__$/.exec(node.name ?? "");
  return found && Number(found[1]) < names.length ? { ...node, name: names[Number(found[1])] } : node;
}

export function parseFormula(text) {
  if (lettersIn(text) > formulaLongest) throw new FormulaBeyond();
  const names = [];
  const plain = text.replace(/\[([^[\]]*)\]/g, (_, name) => `(__reference_${names.push(stripped(name)) - 1}__)`);
  return formulaTree(formulaTokens(stripped(plain).replace(/\r\n?/g, "\n")), names);
}

export const namesUsed = (node) => (node.args ? node.args.flatMap(namesUsed) : node.name === undefined ? [] : [node.name]);
export const needsTime = (node) => Boolean(node.args) && (node.time || node.args.some(needsTime));
export const workedOut = (node, valueOf) => (
  node.args ? node.run(...node.args.map((each) => workedOut(each, valueOf))) : node.name === undefined ? node.value : valueOf(node.name));

function bracketsIn(text) {
  let [now, most] = [0, 0];
  for (const sign of text) {
    now += "([{".includes(sign) - ")]}".includes(sign);
    most = Math.max(most, now);
  }
  return most;
}

// A student's formula, or a FormulaProblem. × ÷ − and ^ are understood, and a `=` with a name before it is passed over.
// Returns { evaluate(values) }: values has a number for each name; what is not available is NaN.
export function readFormula(text, names) {
  const size = lettersIn(text);
  if (size > formulaLongest) {
    throw new FormulaProblem(`A formula may be ${number(formulaLongest)} characters long; this one has ${number(size)}.`);
  }
  let plain = text.replace(/[×·÷−–^]/g, (sign) => formulaSigns[sign]);
  const equals = plain.indexOf("=");
  if (equals >= 0 && plain[equals + 1] !== "=" && isIdentifier(stripped(plain.slice(0, equals)))) plain = plain.slice(equals + 1);
  plain = stripped(plain);
  if (!plain) throw new FormulaProblem(formulaSaid.none);
  if (bracketsIn(plain) > formulaDeepest) throw new FormulaProblem(formulaSaid.deep);
  let tree;
  try {
    tree = parseFormula(plain);
  } catch (problem) {
    if (!(problem instanceof FormulaMisfit || problem instanceof RangeError)) throw problem;
    throw new FormulaProblem(problem instanceof RangeError ? formulaSaid.deep : formulaSaid.none);
  }
  if (tree.depth > formulaDeepest) throw new FormulaProblem(formulaSaid.deep);
  const unknown = namesUsed(tree).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new FormulaProblem(`"${unknown}" is not among the names. Names: ${names.join(", ")}.`);
  if (needsTime(tree)) throw new FormulaProblem(formulaSaid.none);
  return { evaluate: (values) => workedOut(tree, (name) => values[name]) };
}

// ---- two lists of numbers ----

const inPairs = (one, other) => {
  if (one.length !== other.length) throw new RangeError("two lists of different lengths");
  return one.map((value, at) => [value, other[at]]);
};

// Whether they are the same, to a millionth; where one is not available neither may the other be.
export function sameNumbers(one, other) {
  return inPairs(one, other).every(([a, b]) => (
    (Number.isNaN(a) && Number.isNaN(b)) || a === b
    || (Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= formulaSame * Math.max(Math.abs(a), Math.abs(b)))));
}

// The fixed factor by which the one is larger everywhere; NaN when there is none.
export function factorBetween(one, other) {
  const ratios = inPairs(one, other).filter(([a, b]) => b && Number.isFinite(a) && Number.isFinite(b)).map(([a, b]) => a / b);
  const none = ratios.length < one.length || !ratios[0] || ratios.some((each) => Math.abs(each - ratios[0]) > formulaSame * Math.abs(ratios[0]));
  return none ? Number.NaN : ratios[0];
}
