import { LitElement, css, html, nothing } from "lit";
import { look } from "./look.js";
import "./call-graph.js";
import "./cli-line.js";
import "./event-list.js";
import "./fleet-stats.js";
import "./service-detail.js";
import "./service-table.js";

/** With more services than this, the graph needs the width of the page, and stands below the table instead of beside it. */
const beside = 12;

/** Home: the fleet's figures, its services, the calls between them, and what happened. */
class ServicesPage extends LitElement {
  static properties = { fleet: { attribute: false }, chosen: {} };

  static styles = [look, css`
    .page { display: grid; gap: var(--s4) }
    .cols { display: grid; grid-template-columns: minmax(0, 1fr) 360px; gap: var(--s4); align-items: start }
    .cols.chosen { grid-template-columns: minmax(0, 1fr) 420px }
    aside { display: grid; gap: var(--s4); min-width: 0 }
    .table { overflow-x: auto }
    cli-line { padding: var(--s2) var(--s4); border-top: 1px solid var(--line) }
    .below { grid-column: 1 / -1 }
    @media (max-width: 1100px) { .cols, .cols.chosen { grid-template-columns: minmax(0, 1fr) } }
  `];

  /** A closed detail gives the focus back to the line it was opened from. */
  updated(changed) {
    const before = changed.get("chosen");
    if (before && !this.chosen && document.activeElement === document.body) {
      this.renderRoot.querySelector("service-table").focusLine(before);
    }
  }

  render() {
    const { fleet } = this;
    const service = fleet?.services.find(({ name }) => name === this.chosen);
    const large = fleet?.services.length > beside;
    const graph = fleet && html`<call-graph ?hidden=${service && !large} .services=${fleet.services} .calls=${fleet.calls}></call-graph>`;
    return html`
      <div class="page">
        <fleet-stats .totals=${fleet?.totals}></fleet-stats>
        <div class="cols ${service ? "chosen" : ""}">
          <section class="card table" aria-label="Services">
            <service-table .services=${fleet?.services} .chosen=${this.chosen}></service-table>
            <cli-line command="muster ps"></cli-line>
          </section>
          <aside>
            ${service
              ? html`<service-detail .service=${service} .calls=${fleet.calls} .now=${fleet.at}></service-detail>`
              : nothing}
            ${large ? nothing : graph}
            ${fleet ? html`<event-list .events=${fleet.events} .service=${service?.name}></event-list>` : nothing}
          </aside>
          ${large ? html`<div class="below">${graph}</div>` : nothing}
        </div>
      </div>`;
  }
}

customElements.define("services-page", ServicesPage);
