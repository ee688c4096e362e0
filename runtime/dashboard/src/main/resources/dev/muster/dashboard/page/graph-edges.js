import { nodeHeight } from "./graph-layout.js";

/** The lines of a laid-out graph, and places on them where their labels hide nothing. */

const half = nodeHeight / 2;
const labelHeight = 14;

/**
 * @param laid what `layOut` returned
 * @returns {{edge: Object, curves: number[][]}[]} each edge as cubic curves [x0, y0, x1, y1, x2, y2, x3, y3], from the
 *     border of its first node to the border of its last
 */
export function route(laid) {
  const ports = new Map();
  for (const { edge, points } of laid.edges) {
    addPort(ports, edge.from, points[0], points[1], edge);
    addPort(ports, edge.to, points.at(-1), points.at(-2), edge);
  }
  for (const sides of ports.values()) sides.forEach((side) => spread(side, laid));
  return laid.edges.map(({ edge, points }) => {
    const stops = points.map((point, i) => {
      if (i === 0) return ports.get(edge.from).find((side) => side.has(edge)).get(edge);
      if (i === points.length - 1) return ports.get(edge.to).find((side) => side.has(edge)).get(edge);
      return point;
    });
    return { edge, curves: stops.slice(1).map((stop, i) => curve(stops[i], stop)) };
  });
}

/** Each node has two sides, above and below, on which its edges end next to each other. */
function addPort(ports, id, own, other, edge) {
  if (!ports.has(id)) ports.set(id, [new Map(), new Map()]);
  const below = other.y > own.y;
  ports.get(id)[below ? 1 : 0].set(edge, { id, towards: other.x, y: own.y + (below ? half : -half) });
}

function spread(side, laid) {
  const ends = [...side.values()].sort((a, b) => a.towards - b.towards);
  ends.forEach((end, i) => {
    const { x, width } = laid.nodes.get(end.id);
    const room = Math.min(14, (width - 24) / ends.length);
    end.x = x + (i - (ends.length - 1) / 2) * room;
  });
}

function curve(a, b) {
  const bend = (b.y - a.y) / 2;
  return [a.x, a.y, a.x, a.y + bend, b.x, b.y - bend, b.x, b.y];
}

/** The path of an edge for SVG. */
export const pathOf = (curves) =>
  curves.map((c, i) => `${i ? "" : `M${c[0].toFixed(1)} ${c[1].toFixed(1)}`}C${c.slice(2).map((n) => n.toFixed(1)).join(" ")}`).join("");

/**
 * Where labels go: on their own line, off every node and off each other; a label without such a place has none.
 *
 * @param routed edges in the order of their importance, each with the `labelWidth` of its label
 * @returns {Map<Object, {x: number, y: number}>} the middle of each label by its edge
 */
export function labelPlaces(routed, laid) {
  const taken = [...laid.nodes.values()].map(({ x, y, width }) => box(x, y, width, nodeHeight));
  const places = new Map();
  for (const { edge, curves, labelWidth } of routed) {
    const spot = candidates(curves).find(({ x, y }) =>
      x - labelWidth / 2 >= 0 && x + labelWidth / 2 <= laid.width && !taken.some((other) => overlap(other, box(x, y, labelWidth, labelHeight))));
    if (!spot) continue;
    taken.push(box(spot.x, spot.y, labelWidth, labelHeight));
    places.set(edge, spot);
  }
  return places;
}

function candidates(curves) {
  const along = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];
  return [...curves].reverse().flatMap((c) => along.map((t) => ({ x: cubic(c, 0, t), y: cubic(c, 1, t) })));
}

function cubic(c, axis, t) {
  const s = 1 - t;
  return s ** 3 * c[axis] + 3 * s * s * t * c[axis + 2] + 3 * s * t * t * c[axis + 4] + t ** 3 * c[axis + 6];
}

const box = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
