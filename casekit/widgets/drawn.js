// Lines as they are drawn: straight from point to point, and not over a gap. _drawn.py does the same.

// Points of a line, numbered so that it is not drawn over a gap.
export function pointsOf(xs, ys, more) {
  let run = 0;
  return xs.flatMap((x, at) => {
    if (Number.isFinite(ys[at])) return [{ x, y: ys[at], run, ...more }];
    run += 1;
    return [];
  });
}

// How high a drawn line is at x; NaN beside it and in a gap.
export function heightAt(line, x) {
  const at = line.findIndex((point) => point.x >= x);
  if (at < 0) return Number.NaN;
  const [from, to] = [line[at - 1], line[at]];
  if (to.x === x) return to.y;
  return from && from.run === to.run ? from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x)) : Number.NaN;
}

// Where a drawn line comes up to a level, or falls below it.
export function crossings(line, level) {
  return line.slice(1).flatMap((to, at) => {
    const from = line[at];
    const up = to.y >= level;
    if (from.run !== to.run || (from.y >= level) === up) return [];
    return [{ x: from.x + (to.x - from.x) * ((level - from.y) / (to.y - from.y)), up }];
  });
}

// Whether a drawn line goes through a box; it is looked at in seven places.
export function passes(line, [left, right, bottom, top]) {
  const [from, to] = [Math.max(left, line[0].x), Math.min(right, line.at(-1).x)];
  if (from > to) return false;
  const heights = Array.from({ length: 7 }, (_, at) => heightAt(line, Math.min(to, from + ((to - from) * at) / 6)));
  return heights.some((next, at) => at > 0 && Math.max(heights[at - 1], next) > bottom && Math.min(heights[at - 1], next) < top);
}
