// The normal distribution, and what is asked of draws from it. "Not available" is NaN and spreads.

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

export const normalCdf = (z) => (Number.isNaN(z) ? Number.NaN : erfc(-z / Math.SQRT2) / 2);

// P. J. Acklam's rational start, then two Halley steps against the distribution itself.
const quantileTail = {
  top: [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  bottom: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};
const quantileMiddle = {
  top: [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1, 2.506628277459239],
  bottom: [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1],
};
export function normalQuantile(p) {
  if (!(p > 0 && p < 1)) return Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  const q = p - 0.5;
  let z = p < 0.02425 ? ratio(quantileTail, Math.sqrt(-2 * Math.log(p))) : q * ratio(quantileMiddle, q * q);
  for (let step = 0; step < 2; step += 1) {
    const error = ((normalCdf(z) - p) * Math.sqrt(2 * Math.PI)) / expMinusSquare(z / Math.SQRT2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

// Points between 0 and 1 with their weights (tanh-sinh; engine/normal.py has the same and says why).
const points = Array.from({ length: 69 }, (_, at) => {
  const t = (at - 34) * 0.1;
  const stretch = Math.PI * Math.sinh(t);
  const [share, rest] = [1 / (1 + Math.exp(-stretch)), 1 / (1 + Math.exp(stretch))];
  return { share, rest, weight: 0.1 * Math.PI * Math.cosh(t) * share * rest };
});
const overPoints = (value) => points.reduce((sum, point) => sum + point.weight * value(point), 0);

// What the highest of `count` draws stays below with the chance `share`; each tail is read from its own end.
function bestAt({ share, rest }, count) {
  const root = (share < 0.5 ? Math.log(share) : Math.log1p(-rest)) / count;
  const above = -Math.expm1(root);
  return above < 0.5 ? -normalQuantile(above) : normalQuantile(Math.exp(root));
}

// The expected highest of `count` standard normal draws.
export function bestOf(count) {
  if (!(count >= 1 && Number.isFinite(count))) return Number.NaN;
  return count === 1 ? 0 : overPoints((point) => bestAt(point, count));
}

// The chance that what goes along with a score falls below a mark, for the best by score of `count` draws: averaged over
// the best score or, where that tells nearly all, over what it leaves open.
export function bestBelow(mark, correlation, count) {
  if (Number.isNaN(mark) || !(count >= 1 && Number.isFinite(count))) return Number.NaN;
  const unknown = Math.sqrt(1 - correlation * correlation);
  const chance = overPoints((point) => {
    if (Math.abs(correlation) < 0.7) return normalCdf((mark - correlation * bestAt(point, count)) / unknown);
    const within = normalCdf((mark - unknown * bestAt(point, 1)) / correlation) ** count;
    return correlation > 0 ? within : 1 - within;
  });
  return Number.isNaN(chance) ? chance : Math.min(Math.max(chance, 0), 1);
}

// The chance that two standard normal draws with a correlation are above their marks.
export function bothAbove(first, second, correlation) {
  if (Number.isNaN(first + second)) return Number.NaN;
  // Draws that go together, or against one another, are one draw.
  if (correlation === 1) return normalCdf(-Math.max(first, second));
  if (correlation === -1) return Math.max(normalCdf(-first) - normalCdf(second), 0);
  const angle = Math.asin(correlation);
  const [squares, product] = [first * first + second * second, 2 * first * second];
  const total = overPoints(({ share }) => {
    const [sine, cosine] = [Math.sin(angle * share), Math.cos(angle * share)];
    return Math.exp((product * sine - squares) / (2 * cosine * cosine));
  });
  const chance = normalCdf(-first) * normalCdf(-second) + (angle / (2 * Math.PI)) * total;
  return Number.isNaN(chance) ? chance : Math.min(Math.max(chance, 0), 1);
}
