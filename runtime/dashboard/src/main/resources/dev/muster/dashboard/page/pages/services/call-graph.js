import { LitElement, css, html, nothing, svg } from "lit";
import { p99, percent, rate } from "../../parts/format.js";
import { labelPlaces, pathOf, route } from "./graph-edges.js";
import { layOut, nodeHeight } from "./graph-layout.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";
import { serviceTone } from "../../parts/shape.js";

const longestName = 22;
const troubling = 0.05;

/** Who calls whom, as it was observed in the last minute; a dashed line is a declared need with no call seen. */
class CallGraph extends LitElement {
  static properties = { services: { attribute: false }, calls: { attribute: false }, width: { state: true }, near: { state: true } };

  static styles = [look, css`
    h2 { padding: var(--s3) var(--s4) 0 }
    .scroll { position: relative; overflow: auto; max-height: 75vh; padding: var(--s2) var(--s4) var(--s3) }
    svg { display: block; margin: 0 auto }
    .edge { fill: none; stroke: var(--dim); stroke-width: 1.3 }
    .edge.need { stroke-dasharray: 3 4; opacity: .7 }
    .edge.warn { stroke: var(--warn); stroke-width: 2 }
    .edge.bad { stroke: var(--bad); stroke-width: 2.4 }
    marker path { fill: var(--dim) }
    .label { font-size: 11px; fill: var(--dim); text-anchor: middle }
    .label.warn { fill: var(--warn); font-weight: 600 }
    .label.bad { fill: var(--bad); font-weight: 600 }
    .node rect { fill: var(--bg); stroke: var(--line) }
    .node text { text-anchor: middle; font-size: 12px; font-weight: 600; fill: var(--ink) }
    .node.warn rect { stroke: var(--warn); stroke-width: 1.5 }
    .node.bad rect { stroke: var(--bad); stroke-width: 2 }
    .node.dim text { fill: var(--dim) }
    .node:hover rect, .node:focus-visible rect { stroke: var(--accent) }
    .near .far { opacity: .18 }
    p { color: var(--dim) }
  `];

  #size = new ResizeObserver(([{ contentRect }]) => (this.width = Math.round(contentRect.width)));
  #letters = document.createElement("canvas").getContext("2d");
  #laid;

  firstUpdated() {
    this.#size.observe(this.renderRoot.querySelector(".scroll"));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#size.disconnect();
  }

  render() {
    const unseen = this.#edges().some(({ seen }) => !seen);
    return html`
      <section class="card" aria-label="Calls between services">
        <h2>Calls <small>last minute${unseen ? "; dashed: none seen" : ""}</small></h2>
        <div class="scroll">${this.width ? this.#picture() : nothing}</div>
      </section>`;
  }

  #picture() {
    const edges = this.#edges();
    const laid = this.#layOut(edges);
    const routed = route(laid).map((line) => ({ ...line, label: labelsOf(line.edge)[0] ?? "" }));
    const wanted = routed.filter(({ label, edge }) => label && this.#isNear(edge))
      .map((line) => ({ ...line, labels: labelsOf(line.edge).map((text) => ({ text, width: this.#widthOf(text, toneOf(line.edge) ? "600 11px" : "11px") + 4 })) }))
      .sort((a, b) => (b.edge.errorRatio ?? 0) - (a.edge.errorRatio ?? 0) || b.edge.requestsPerSecond - a.edge.requestsPerSecond);
    const places = labelPlaces(wanted, routed, laid);
    return html`
      <svg class=${this.near ? "near" : ""} width=${laid.width} height=${laid.height} viewBox="0 0 ${laid.width} ${laid.height}" role="group" aria-label="Call graph">
        <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 7 4 0 7Z"/></marker></defs>
        ${routed.map(({ edge, curves, label }) => svg`
          <path class="edge ${toneOf(edge)} ${edge.seen ? "" : "need"} ${this.#isNear(edge) ? "" : "far"}" d=${pathOf(curves)} marker-end="url(#arrow)"><title>${sentence(edge, label)}</title></path>`)}
        ${wanted.filter(({ edge }) => places.has(edge)).map(({ edge }) => {
          const { x, y, text } = places.get(edge);
          return svg`<text class="label ${toneOf(edge)}" x=${x.toFixed(1)} y=${(y + 4).toFixed(1)}>${text}</text>`;
        })}
        ${this.#nodes().map((node) => this.#box(node, laid.nodes.get(node.id)))}
      </svg>
      <ul class="sr calls">${routed.map(({ edge, label }) => html`<li>${sentence(edge, label)}</li>`)}</ul>`;
  }

  #box({ id, text, tone, href }, { x, y, width }) {
    const content = svg`<rect x=${-width / 2} y=${-nodeHeight / 2} width=${width} height=${nodeHeight} rx="8"/><text y="4">${text}</text><title>${id}</title>`;
    const here = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
    const far = this.near && this.near !== id && !this.#edges().some((edge) => this.#isNear(edge) && (edge.from === id || edge.to === id));
    const style = `node ${tone} ${far ? "far" : ""}`;
    if (!href) return svg`<g class=${style} transform=${here} @pointerenter=${() => (this.near = id)} @pointerleave=${this.#leave}>${content}</g>`;
    return svg`
      <a class=${style} transform=${here} href=${href} @pointerenter=${() => (this.near = id)} @focus=${() => (this.near = id)}
        @pointerleave=${this.#leave} @blur=${this.#leave}>${content}</a>`;
  }

  #leave = () => (this.near = undefined);

  #isNear({ from, to }) {
    return !this.near || from === this.near || to === this.near;
  }

  #nodes() {
    const gateway = this.calls.some(({ from, to }) => from === "gateway" || to === "gateway") || this.services.some(({ routes }) => routes.length);
    return [
      ...(gateway ? [{ id: "gateway", text: "gateway", tone: "" }] : []),
      ...this.services.map((service) => ({
        id: service.name,
        text: nodeText(service),
        tone: service.state === "READY" ? "" : serviceTone(service.state),
        href: link("services", service.name),
      })),
    ];
  }

  /** Calls that were seen, then needs and routes over which none was; a need may be met by way of the gateway. */
  #edges() {
    const known = new Set(this.#nodes().map(({ id }) => id));
    const seen = this.calls.map((call) => ({ ...call, seen: true }));
    const pairs = new Set(seen.map(pair));
    const routed = new Set(this.services.filter(({ routes }) => routes.length).map(({ name }) => name));
    const met = (name, need) => routed.has(need) && pairs.has(pair({ from: name, to: "gateway" }));
    const declared = this.services.flatMap(({ name, needs, routes }) => [
      ...needs.filter((need) => !met(name, need)).map((need) => ({ from: name, to: need })),
      ...(routes.length ? [{ from: "gateway", to: name }] : []),
    ]);
    return [...seen, ...declared.filter((edge) => !pairs.has(pair(edge)))]
      .filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  }

  /** The layout is kept while the graph has the same nodes and edges, so that figures may change without anything moving. */
  #layOut(edges) {
    const nodes = this.#nodes().map(({ id, text }) => ({ id, width: Math.ceil(this.#widthOf(text, "600 12px") + 22) }));
    const shape = edges.map(({ from, to }) => ({ from, to })).sort((a, b) => pair(a).localeCompare(pair(b)));
    const key = JSON.stringify([nodes, shape, this.width]);
    if (this.#laid?.key !== key) this.#laid = { key, ...layOut(nodes, shape, this.width) };
    const now = new Map(edges.map((edge) => [pair(edge), edge]));
    return { ...this.#laid, edges: this.#laid.edges.map(({ edge, points }) => ({ edge: now.get(pair(edge)), points })) };
  }

  #widthOf(text, font) {
    this.#letters.font = `${font} ${getComputedStyle(this).fontFamily}`;
    return this.#letters.measureText(text).width;
  }
}

const pair = ({ from, to }) => `${from}\n${to}`;

function nodeText({ name, state, replicasReady, replicasWanted }) {
  const short = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
  if (state !== "READY") return `${short} ${replicasReady}/${replicasWanted}`;
  return replicasWanted > 1 ? `${short} ×${replicasWanted}` : short;
}

const toneOf = ({ errorRatio }) => (errorRatio > troubling ? "bad" : errorRatio > 0 ? "warn" : "");

/** What an edge is labelled with where there is room, and with less where there is not: what fails matters more than how much there is. */
function labelsOf({ seen, requestsPerSecond, p99Millis, p99AtMost, errorRatio }) {
  if (!seen) return [];
  const often = `${rate(requestsPerSecond)}/s`;
  const failed = errorRatio > 0 && `${percent(errorRatio)} failed`;
  const all = [often, p99Millis !== null && p99({ p99Millis, p99AtMost }), failed].filter(Boolean).join(" · ");
  return failed ? [all, failed, percent(errorRatio)] : [all, often];
}

const sentence = ({ from, to, seen }, label) => (seen ? `${from} calls ${to}: ${label}` : `${from} leads to ${to}; no call was seen`);

customElements.define("call-graph", CallGraph);
