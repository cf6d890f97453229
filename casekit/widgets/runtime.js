// The arithmetic that a model's JavaScript calls. Same rules as in Python: "not available" is NaN and spreads.

import { bestBelow, bestOf, bothAbove, normalCdf, normalQuantile } from "./normal.js";

const notAvailable = Number.NaN;
const finite = (value) => (Number.isFinite(value) ? value : notAvailable);
const anyMissing = (...values) => values.some(Number.isNaN);

// A comparison with something missing is itself missing, neither true nor false.
const comparing = (test) => (a, b) => (anyMissing(a, b) ? notAvailable : Number(test(a, b)));

// Position of the smallest, counted from 0; what is missing is passed over, ties go to the first.
function smallest(...values) {
  let best = notAvailable;
  values.forEach((value, at) => {
    if (!Number.isNaN(value) && (Number.isNaN(best) || value < values[best])) best = at;
  });
  return best;
}

// Over time: a series is an array with one value for each period.
const add = (sum, value) => sum + value;
const over = (count, value) => Array.from({ length: count }, (_, t) => value(t));
const discounted = (flows, rate) => (rate > -1 ? flows.map((flow, t) => flow / (1 + rate) ** t).reduce(add, 0) : notAvailable);

// A state: each value may use the one before it.
function through(count, next) {
  const values = [];
  for (let t = 0; t < count; t += 1) values.push(next(t, values[t - 1]));
  return values;
}

function cumulative(series) {
  let sum = 0;
  return series.map((value) => (sum += value));
}

// How often flows turn from out to in, or back; a period without money is passed over.
function signChanges(flows) {
  if (anyMissing(...flows)) return notAvailable;
  const signs = flows.map(Math.sign).filter((sign) => sign !== 0);
  return signs.filter((sign, at) => at > 0 && sign !== signs[at - 1]).length;
}

// The one rate at which flows are worth nothing today, by halving log(1 + rate) between -99% and a million.
function irr(flows) {
  if (signChanges(flows) !== 1) return notAvailable;
  const worth = (growth) => flows.reduceRight((value, flow) => value * Math.exp(-growth) + flow, 0);
  let [low, high] = [Math.log1p(-0.99), Math.log1p(1e6)];
  const start = Math.sign(worth(low));
  if (start === Math.sign(worth(high))) return notAvailable;
  for (let halving = 0; halving < 80; halving += 1) {
    const middle = (low + high) / 2;
    if (Math.sign(worth(middle)) === start) low = middle;
    else high = middle;
  }
  return Math.expm1((low + high) / 2);
}

export const kit = {
  div: (a, b) => (b === 0 ? notAvailable : a / b),
  minimum: (...values) => Math.min(...values),
  maximum: (...values) => Math.max(...values),
  where: (condition, yes, no) => (Number.isNaN(condition) ? notAvailable : condition ? yes : no),
  gt: comparing((a, b) => a > b),
  ge: comparing((a, b) => a >= b),
  lt: comparing((a, b) => a < b),
  le: comparing((a, b) => a <= b),
  log: (x) => (x > 0 ? Math.log(x) : notAvailable),
  exp: (x) => finite(Math.exp(x)),
  sqrt: (x) => (x >= 0 ? Math.sqrt(x) : notAvailable),
  power: (a, b) => (anyMissing(a, b) ? notAvailable : finite(a ** b)),
  normal_cdf: normalCdf,
  normal_quantile: normalQuantile,
  best_below: bestBelow,
  best_of: bestOf,
  both_above: bothAbove,
  smallest,
  periods: (horizon, step) => Math.round(horizon / step),
  over,
  through,
  total: (series) => series.reduce(add, 0),
  cumulative,
  lowest: (series) => Math.min(...series),
  highest: (series) => Math.max(...series),
  last: (series) => series.at(-1),
  discounted,
  irr,
  sign_changes: signChanges,
};
