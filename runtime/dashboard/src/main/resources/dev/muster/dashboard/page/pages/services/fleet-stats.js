import { LitElement, css, html, nothing } from "lit";
import { bytes, count, figure, p99, p99Meaning, rate, unknown } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { sparkline } from "../../parts/sparkline.js";

/** The figures of the whole fleet that fit one glance. */
class FleetStats extends LitElement {
  static properties = { totals: { attribute: false } };

  static styles = [look, css`
    section {
      display: flex; flex-wrap: wrap; gap: 1px; background: var(--line);
      border: 1px solid var(--line); border-radius: var(--r); overflow: hidden;
    }
    div { flex: 1 1 180px; background: var(--card); padding: var(--s3) var(--s4); display: grid; grid-template-columns: auto 1fr; column-gap: var(--s3); min-height: 75px }
    b { white-space: nowrap; font-size: 22px; letter-spacing: -.02em }
    i { font: var(--font); letter-spacing: 0; color: var(--dim) }
    span { white-space: nowrap; color: var(--dim); grid-column: 1 }
    svg, meter { grid-column: 2; grid-row: 1 / 3; align-self: center; justify-self: end; width: 72px; height: 24px }
    svg path { fill: none; stroke: var(--accent); stroke-width: 1.5 }
    meter { height: 10px }
    .skeleton { align-self: center; grid-column: 1 }
    .skeleton.wide { width: 64px; height: 18px }
    .skeleton.narrow { width: 96px }
    @media (max-width: 640px) {
      svg, meter { display: none }
      div { flex-basis: 45%; padding: var(--s2) var(--s3); min-height: 62px }
    }
  `];

  render() {
    return html`<section aria-label="Fleet">${this.totals ? this.#cells(this.totals) : this.#skeletons()}</section>`;
  }

  #cells(totals) {
    const lost = totals.failedLastMinute > 0 ? "bad" : "";
    return [
      this.#cell(count(totals.replicasReady), `/${totals.replicasWanted}`, "replicas ready"),
      this.#cell(rate(totals.requestsPerSecond), "/s", "requests", sparkline(totals.requestHistory, 72, 24)),
      this.#cell(...this.#split(p99(totals)), html`<span title=${p99Meaning(totals)}>p99 at the gateway</span>`, sparkline(totals.p99History, 72, 24)),
      this.#cell(count(totals.failedLastMinute), " failed", `of ${count(totals.requestsLastMinute)} in 60 s`, nothing, lost),
      this.#cell(...this.#split(bytes(totals.memoryBytes)), this.#budget(totals), this.#meter(totals)),
    ];
  }

  #cell(number, unit, label, picture = nothing, tone = "") {
    return html`<div><b class=${tone}>${number}${number === unknown ? nothing : html`<i>${unit}</i>`}</b><span>${label}</span>${picture}</div>`;
  }

  #split(text) {
    const { number, unit } = figure(text);
    return [number, unit];
  }

  #budget({ memoryBudgetBytes }) {
    return memoryBudgetBytes ? `of a ${bytes(memoryBudgetBytes)} budget` : "memory";
  }

  #meter({ memoryBytes, memoryBudgetBytes }) {
    if (!memoryBytes || !memoryBudgetBytes) return nothing;
    return html`<meter aria-label="Memory of its budget" min="0" max="1" low=".8" high=".95" optimum="0" .value=${memoryBytes / memoryBudgetBytes}></meter>`;
  }

  #skeletons() {
    return Array.from({ length: 5 }, () => html`<div aria-hidden="true"><i class="skeleton wide"></i><i class="skeleton narrow"></i></div>`);
  }
}

customElements.define("fleet-stats", FleetStats);
