import { LitElement, css, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { p99, p99Meaning, percent, rate } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";

/** The routes that took longest in the last minute, as their services count them. */
class RouteList extends LitElement {
  static properties = { routes: { attribute: false } };

  static styles = [look, css`
    section { height: 100%; overflow: hidden }
    h2 { padding: var(--s3) var(--s4) var(--s2) }
    table { width: 100%; border-collapse: collapse }
    td { padding: 6px var(--s2); white-space: nowrap; border-top: 1px solid var(--line) }
    tr:first-child td { border-top: 0 }
    td:first-child { padding-left: var(--s4); width: 100%; max-width: 0; overflow: hidden; text-overflow: ellipsis }
    td:last-child { padding-right: var(--s4) }
    td a { color: inherit }
    .n { text-align: right }
    :host { container-type: inline-size }
    @container (max-width: 420px) { .service { display: none } }
    p { padding: 0 var(--s4) var(--s4); color: var(--dim) }
  `];

  render() {
    return html`
      <section class="card" aria-label="Slowest routes">
        <h2>Slowest routes <small>p99, last minute</small></h2>
        ${this.routes.length
          ? html`<table aria-label="Slowest routes">${repeat(this.routes, key, (route) => this.#row(route))}</table>`
          : html`<p>No route was asked for in the last minute.</p>`}
      </section>`;
  }

  #row(route) {
    const name = `${route.method} ${route.route}`;
    return html`
      <tr>
        <td title="${name} of ${route.service}"><a href=${link("services", route.service)}><code>${name}</code></a></td>
        <td class="service dim">${route.service}</td>
        <td class="n">${rate(route.requestsPerSecond)}/s</td>
        <td class="n" title=${p99Meaning(route)}>${p99(route)}</td>
        <td class="n ${route.errorRatio > 0 ? "bad" : "dim"}">${percent(route.errorRatio)}</td>
      </tr>`;
  }
}

const key = ({ service, method, route }) => `${service} ${method} ${route}`;

customElements.define("route-list", RouteList);
