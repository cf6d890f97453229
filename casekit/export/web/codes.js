// The short code of a reader's votes and bets, twin of casekit/teach/codes.py, which says what each character means.

// All names but one stay inside, so that the page may join this with its other modules.
const shortCode = (() => {
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's 32: no I, L, O, U
  const NONE = 31; // the character Z: not answered
  const PLACES = 30; // a bet's place on its slider: 0 to 30

  // Times x in the field of 32 elements (x^5 = x^2 + 1): each weight differs, so each mistyped character shows.
  const twice = (value) => ((value << 1) & 31) ^ (value & 16 ? 5 : 0);

  function times(a, b) {
    let product = 0;
    for (let left = a, right = b; right; right >>= 1, left = twice(left)) if (right & 1) product ^= left;
    return product;
  }

  // What is asked, folded into a number, so that a code for other questions does not fit.
  function start(fields) {
    const text = fields.map((field) => `${field.step}:${field.kind}:${(field.options ?? []).join("")};`).join("");
    let sum = 7;
    for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 65521;
    return sum % 32;
  }

  function check(fields, values) {
    let sum = start(fields);
    let weight = 1;
    for (const value of values) {
      weight = twice(weight);
      sum ^= times(weight, value);
    }
    return sum;
  }

  function place(field, value) {
    const { low, high } = field;
    if (!Number.isFinite(value) || !(high > low)) return NONE;
    const held = Math.min(high, Math.max(low, value));
    const share = field.log && low > 0 ? Math.log(held / low) / Math.log(high / low) : (held - low) / (high - low);
    return Math.floor(share * PLACES + 0.5);
  }

  function sureness(sure) {
    return typeof sure === "number" && sure >= 0 && sure <= 100 ? Math.floor(sure / 10 + 0.5) : NONE;
  }

  // The first bet counts, and the last vote.
  function counted(field, answers) {
    const own = answers.filter((answer) => answer.step === field.step && answer.kind === field.kind);
    return field.kind === "bet" ? own[0] : own.at(-1);
  }

  function write(fields, answers, walk) {
    const values = fields.flatMap((field) => {
      const answer = counted(field, answers);
      if (field.kind === "bet") return [answer ? place(field, answer.value) : NONE];
      const option = answer ? field.options.indexOf(answer.value) : -1;
      return option < 0 ? [NONE, NONE] : [option, sureness(answer.sure)];
    });
    const text = [...values, check(fields, values)].map((value) => ALPHABET[value]).join("");
    const groups = text.match(/.{1,4}/g).join("-");
    return walk ? `${walk}:${groups}` : groups;
  }

  return write;
})();

export function encode(fields, answers, walk = "") {
  return shortCode(fields, answers, walk);
}
