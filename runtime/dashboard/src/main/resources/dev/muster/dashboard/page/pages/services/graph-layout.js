/**
 * Lays a directed graph out in rows, after Sugiyama, Tagawa and Toda (1981): break cycles, put every node in a row below
 * those that lead to it, order each row by the barycentres of its neighbours, and set the places of a row as near to its
 * neighbours as the order allows. A row that is too wide becomes several. Pure: the same graph gives the same picture.
 */

/** Between two nodes of a row: as much as there is room for without splitting a row, since labels stand there. */
const gaps = [44, 28, 12];
const bendWidth = 4;
const margin = 4;
const near = 44;
export const nodeHeight = 32;

/**
 * @param {{id: string, width: number}[]} nodes
 * @param {{from: string, to: string}[]} edges between nodes of the list, none from a node to itself
 * @param {number} width what a row may take, in the units of the nodes' widths
 * @returns {{width: number, height: number, nodes: Map<string, {x: number, y: number, width: number}>, edges: {edge: Object, points: {x: number, y: number}[]}[]}}
 *     middles of nodes; each edge's points lead from its `from` to its `to`
 */
export function layOut(nodes, edges, width) {
  const down = downward(nodes, edges);
  const ranks = ranked(nodes, down);
  const laid = gaps.map((gap) => () => fitted(ranks, down, width, gap)).reduce((found, next) => (found?.rows.length === ranks.length ? found : next()), undefined);
  const { rows, chains, gap } = laid;
  const total = Math.max(width, ...rows.map((row) => breadth(row, gap)));
  place(rows, total, gap);
  const heights = heightsOf(rows);
  const point = (cell) => ({ x: cell.x, y: heights[cell.row] });
  const cells = rows.flat().filter(({ id }) => id);
  return {
    width: total,
    height: heights.at(-1) + nodeHeight / 2 + margin,
    nodes: new Map(cells.map((cell) => [cell.id, { ...point(cell), width: cell.width }])),
    edges: chains.map(({ edge, reversed, path }) => {
      const points = path.map(point);
      return { edge, points: reversed ? points.reverse() : points };
    }),
  };
}

/** The middle of each row: far from the one above where edges, and so labels, lie between them. */
function heightsOf(rows) {
  const far = rows.length > 5 ? 74 : 84;
  const heights = [];
  rows.forEach((row, i) => {
    heights[i] = i === 0 ? margin + nodeHeight / 2 : heights[i - 1] + (row.some(({ above }) => above.length) ? far : near);
  });
  return heights;
}

/** Rows with their bends, in order; the widest is split in two again and again until each fits or none can be split. */
function fitted(ranks, down, width, gap) {
  for (let groups = ranks; ; ) {
    const cells = new Map(groups.flatMap((group, row) => group.map(({ id, width: wide }) => [id, { id, width: wide, row, above: [], below: [] }])));
    const chains = down.map((edge) => chain(edge, cells));
    const rows = ordered(cells);
    const widest = rows.reduce((max, row, y) => (groups[y].length > 1 && breadth(row, gap) > width && breadth(row, gap) > breadth(rows[max] ?? [], gap) ? y : max), -1);
    if (widest < 0) return { rows, chains, gap };
    const group = rows[widest].filter(({ id }) => id);
    const half = Math.ceil(group.length / 2);
    groups = groups.toSpliced(widest, 1, group.slice(0, half), group.slice(half));
  }
}

/** The edges, those that close a cycle turned round, so that all lead downwards. */
function downward(nodes, edges) {
  const leaving = new Map(nodes.map(({ id }) => [id, edges.filter(({ from }) => from === id)]));
  const entered = new Set(edges.map(({ to }) => to));
  const state = new Map();
  const turned = new Set();
  const visit = (id) => {
    state.set(id, "open");
    for (const edge of leaving.get(id)) {
      if (state.get(edge.to) === "open") turned.add(edge);
      else if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, "done");
  };
  [...nodes].sort((a, b) => entered.has(a.id) - entered.has(b.id)).forEach(({ id }) => state.has(id) || visit(id));
  return edges.map((edge) => (turned.has(edge) ? { edge, reversed: true, from: edge.to, to: edge.from } : { edge, reversed: false, from: edge.from, to: edge.to }));
}

/** Nodes by rank: each as far down as the longest path to it, sources just above what they lead to, loners last. */
function ranked(nodes, down) {
  const rank = new Map(nodes.map(({ id }) => [id, 0]));
  for (let pass = 0, moved = true; moved && pass < nodes.length; pass++) {
    moved = false;
    for (const { from, to } of down) {
      if (rank.get(to) > rank.get(from)) continue;
      rank.set(to, rank.get(from) + 1);
      moved = true;
    }
  }
  const entered = new Set(down.map(({ to }) => to));
  for (const { id } of nodes) {
    const targets = down.filter(({ from }) => from === id).map(({ to }) => rank.get(to));
    if (!entered.has(id)) rank.set(id, targets.length ? Math.min(...targets) - 1 : nodes.length);
  }
  const ranks = Map.groupBy(nodes, ({ id }) => rank.get(id));
  return [...ranks.keys()].sort((a, b) => a - b).map((key) => ranks.get(key));
}

const breadth = (row, gap) => row.reduce((sum, { width }) => sum + width + gap, 0) - gap;

/** Joins two nodes by a bend in every row between them, so that a long edge has a way past the nodes there. */
function chain({ edge, reversed, from, to }, cells) {
  const path = [cells.get(from)];
  for (let row = path[0].row + 1; row < cells.get(to).row; row++) {
    const bend = { width: bendWidth, row, above: [], below: [] };
    cells.set(bend, bend);
    path.push(bend);
  }
  path.push(cells.get(to));
  for (let i = 1; i < path.length; i++) {
    path[i - 1].below.push(path[i]);
    path[i].above.push(path[i - 1]);
  }
  return { edge, reversed, path };
}

/** The cells by row, swept down and up until the order with the fewest crossings of all sweeps is found. */
function ordered(cells) {
  let rows = Array.from(Map.groupBy(cells.values(), ({ row }) => row)).sort(([a], [b]) => a - b).map(([, row]) => row);
  let best = rows;
  let fewest = Infinity;
  for (let sweep = 0; sweep < 12 && fewest > 0; sweep++) {
    const side = sweep % 2 ? "below" : "above";
    rows.forEach(number);
    const sequence = sweep % 2 ? [...rows.keys()].reverse() : [...rows.keys()];
    rows = [...rows];
    for (const y of sequence) {
      rows[y] = rows[y].map((cell, i) => [mean(cell[side].map(({ at }) => at)) ?? i, cell]).sort(([a], [b]) => a - b).map(([, cell]) => cell);
      number(rows[y]);
    }
    const crossed = crossings(rows);
    if (crossed < fewest) [best, fewest] = [rows, crossed];
  }
  return best;
}

const number = (row) => row.forEach((cell, i) => (cell.at = i));
const mean = (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : undefined);

function crossings(rows) {
  let sum = 0;
  for (const row of rows) {
    const lines = row.flatMap((cell) => cell.below.map((other) => [cell.at, other.at]));
    lines.forEach(([a, b], i) => lines.slice(i + 1).forEach(([c, d]) => (sum += (a - c) * (b - d) < 0)));
  }
  return sum;
}

/** Draws every row towards its neighbours, downwards and upwards in turn, from an even spread. */
function place(rows, width, gap) {
  for (const row of rows) settle(row, row.map((_, i) => (width * (i + 0.5)) / row.length), width, gap);
  for (let sweep = 0; sweep < 8; sweep++) {
    for (const row of sweep % 2 ? [...rows].reverse() : rows) {
      settle(row, row.map((cell) => mean([...cell.above, ...cell.below].map(({ x }) => x)) ?? cell.x), width, gap);
    }
  }
}

/**
 * Gives the cells of a row the places nearest to those wished for, by least squares, that keep their order and distance:
 * isotonic regression by pooling adjacent violators (Ayer et al., 1955).
 */
function settle(row, wishes, width, gap) {
  const offsets = [];
  row.reduce((left, cell, i) => ((offsets[i] = left + cell.width / 2), left + cell.width + gap), 0);
  const blocks = [];
  wishes.forEach((wish, i) => {
    let block = { sum: wish - offsets[i], size: 1 };
    while (blocks.length && blocks.at(-1).sum / blocks.at(-1).size > block.sum / block.size) {
      const before = blocks.pop();
      block = { sum: before.sum + block.sum, size: before.size + block.size };
    }
    blocks.push(block);
  });
  const slack = Math.max(0, width - breadth(row, gap));
  let i = 0;
  for (const { sum, size } of blocks) {
    const shift = Math.min(slack, Math.max(0, sum / size));
    for (let n = 0; n < size; n++, i++) row[i].x = offsets[i] + shift;
  }
}
