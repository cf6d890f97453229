// The arithmetic that a model's JavaScript calls. Same rules as in Python: "not available" is NaN and spreads.

const notAvailable = Number.NaN;
const finite = (value) => (Number.isFinite(value) ? value : notAvailable);
const anyMissing = (...values) => values.some(Number.isNaN);

// A comparison with something missing is itself missing, neither true nor false.
const comparing = (test) => (a, b) => (anyMissing(a, b) ? notAvailable : Number(test(a, b)));

// erfc after W. J. Cody, "Rational Chebyshev approximations for the error function" (1969): about 1e-16 relative.
const erfSmall = {
  top: [1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3],
  bottom: [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
};
const erfcMiddle = {
  top: [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
    2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3],
  bottom: [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
    3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3],
};
const erfcLarge = {
  top: [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
    1.60837851487422766e-2, 6.58749161529837803e-4],
  bottom: [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
    2.33520497626869185e-3],
};
const horner = (coefficients, x) => coefficients.reduce((sum, c) => sum * x + c, 0);
const ratio = ({ top, bottom }, x) => horner(top, x) / horner(bottom, x);

// exp(-y * y) without losing digits: y is split so that the big square is exact.
function expMinusSquare(y) {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

function erfc(x) {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - x * ratio(erfSmall, y * y);
  let tail = 0;
  if (y <= 4) tail = expMinusSquare(y) * ratio(erfcMiddle, y);
  else if (y < 40) tail = (expMinusSquare(y) * (1 / Math.sqrt(Math.PI) - ratio(erfcLarge, 1 / (y * y)) / (y * y))) / y;
  return x < 0 ? 2 - tail : tail;
}

const normalCdf = (z) => (Number.isNaN(z) ? notAvailable : erfc(-z / Math.SQRT2) / 2);

// P. J. Acklam's rational start, then two Halley steps against the distribution itself.
const quantileTail = {
  top: [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  bottom: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};
const quantileMiddle = {
  top: [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239],
  bottom: [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1],
};
function normalQuantile(p) {
  if (!(p > 0 && p < 1)) return notAvailable;
  if (p > 0.5) return -normalQuantile(1 - p);
  const q = p - 0.5;
  let z = p < 0.02425 ? ratio(quantileTail, Math.sqrt(-2 * Math.log(p))) : q * ratio(quantileMiddle, q * q);
  for (let step = 0; step < 2; step += 1) {
    const error = ((normalCdf(z) - p) * Math.sqrt(2 * Math.PI)) / expMinusSquare(z / Math.SQRT2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

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
