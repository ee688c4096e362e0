import { LitElement, css, html, nothing } from "lit";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";
import "./call-graph.js";
import "../../parts/cli-line.js";
import "./event-list.js";
import "./fleet-stats.js";
import "../../parts/not-here.js";
import "./route-list.js";
import "./service-detail.js";
import "./service-table.js";

/** With more services than this, the graph needs the width of the page, and stands below the table instead of beside it. */
const beside = 12;

/** Home: the fleet's figures, its services, the calls between them, and what happened. */
class ServicesPage extends LitElement {
  static properties = { fleet: { attribute: false }, chosen: {} };

  static styles = [look, css`
    .page, .stack, aside { display: grid; gap: var(--s4); min-width: 0; align-content: start }
    .cols { display: grid; grid-template-columns: minmax(0, 1fr) 400px; gap: var(--s4); align-items: start }
    .cols.wide { grid-template-columns: minmax(0, 1fr) }
    .cols.chosen { grid-template-columns: minmax(0, 1fr) 420px }
    .under { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(340px, 100%), 1fr)); gap: var(--s4) }
    .table { overflow-x: auto }
    cli-line { padding: var(--s2) var(--s4); border-top: 1px solid var(--line) }
    /* In one column, the calls come last. */
    @media (max-width: 1100px) {
      .cols, .cols.chosen { grid-template-columns: minmax(0, 1fr) }
      .stack, aside { display: contents }
      .under { order: 1 }
      call-graph { order: 2 }
    }
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
    const graph = fleet && html`<call-graph ?hidden=${service && large} .services=${fleet.services} .calls=${fleet.calls}></call-graph>`;
    return html`
      <div class="page">
        <fleet-stats .totals=${fleet?.totals}></fleet-stats>
        ${fleet && this.chosen && !service ? this.#unknown() : nothing}
        <div class="cols ${service ? "chosen" : large ? "wide" : ""}">
          <div class="stack">
            <section class="card table" aria-label="Services">
              <service-table .services=${fleet?.services} .chosen=${this.chosen}></service-table>
              <cli-line command="muster ps"></cli-line>
            </section>
            ${fleet ? html`
              <div class="under">
                <route-list .routes=${fleet.routes}></route-list>
                <event-list .events=${fleet.events} .service=${service?.name}></event-list>
              </div>` : nothing}
          </div>
          ${large && !service ? nothing : html`
            <aside>
              ${service
                ? html`<service-detail .service=${service} .calls=${fleet.calls} .now=${fleet.at}></service-detail>`
                : nothing}
              ${large ? nothing : graph}
            </aside>`}
        </div>
        ${large ? graph : nothing}
      </div>`;
  }

  #unknown() {
    return html`<not-here what="The fleet has no service &quot;${this.chosen}&quot;." href=${link("services")} way="Show all services"></not-here>`;
  }
}

customElements.define("services-page", ServicesPage);
