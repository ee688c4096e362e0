import { nodeHeight } from "./graph-layout.js";

/** The lines of a laid-out graph, and places beside them where their labels hide nothing. */

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
    const room = Math.min(22, (width - 24) / ends.length);
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
 * Where labels go: beside their own line, nearer to it than to any other, and off every node, line and label; a label
 * without such a place has none.
 *
 * @param wanted edges in the order of their importance, each with its `labels`, the fullest first, as { text, width }
 * @param routed all edges of the graph, as `route` returned them
 * @returns {Map<Object, {x: number, y: number, text: string}>} a label and its middle by its edge
 */
export function labelPlaces(wanted, routed, laid) {
  const taken = [...laid.nodes.values()].map(({ x, y, width }) => box(x, y, width, nodeHeight));
  const lines = routed.map(({ edge, curves }) => ({ edge, points: curves.flatMap(sampled) }));
  const places = new Map();
  const isFree = (edge, own) => own.left >= 0 && own.right <= laid.width && !taken.some((other) => overlap(other, own))
    && lines.every((line) => !line.points.some((point) => holds(own, point, line.edge === edge ? clear : apart)));
  for (const { edge, curves, labels } of wanted) {
    for (const { text, width } of labels) {
      const spot = candidates(curves, width).find(({ x, y }) => isFree(edge, box(x, y, width, labelHeight)));
      if (!spot) continue;
      taken.push(box(spot.x, spot.y, width, labelHeight));
      places.set(edge, { ...spot, text });
      break;
    }
  }
  return places;
}

/** How far a label keeps from its own line, from any other, and where it stands beside its own, in pixels. */
const clear = 2;
const apart = 6;
const beside = 5;

/** Places along the line, the middle first, on either side of it; next to the ends labels would belong to a node. */
function candidates(curves, width) {
  const along = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
  return [...curves].reverse().flatMap((c) => along.flatMap((t) => {
    const [x, y] = [cubic(c, 0, t), cubic(c, 1, t)];
    const away = width / 2 + beside;
    const [above, below] = [y - labelHeight / 2 - beside, y + labelHeight / 2 + beside];
    return [
      { x: x + away, y }, { x: x - away, y }, { x: x + away + 8, y }, { x: x - away - 8, y },
      { x: x + away / 2, y: above }, { x: x - away / 2, y: above }, { x: x + away / 2, y: below }, { x: x - away / 2, y: below },
    ];
  }));
}

/** Points of a curve, close enough that no label slips through between two of them. */
function sampled(c) {
  const steps = Math.max(8, Math.ceil(Math.hypot(c[6] - c[0], c[7] - c[1]) / 4));
  return Array.from({ length: steps + 1 }, (_, i) => ({ x: cubic(c, 0, i / steps), y: cubic(c, 1, i / steps) }));
}

const holds = ({ left, right, top, bottom }, { x, y }, margin) =>
  x > left - margin && x < right + margin && y > top - margin && y < bottom + margin;

function cubic(c, axis, t) {
  const s = 1 - t;
  return s ** 3 * c[axis] + 3 * s * s * t * c[axis + 2] + 3 * s * t * t * c[axis + 4] + t ** 3 * c[axis + 6];
}

const box = (x, y, width, height) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
