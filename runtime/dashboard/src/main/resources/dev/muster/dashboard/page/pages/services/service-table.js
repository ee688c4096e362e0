import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { bytes, p99, p99Meaning, percent, rate, unknown } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";
import { replicaSquares, replicaWords, squareStyles } from "./replica-squares.js";
import { serviceTone } from "../../parts/shape.js";
import { sparkline } from "../../parts/sparkline.js";
import "./service-menu.js";

/** Every service on a line, and under it, where it is not as it should be, why. */
class ServiceTable extends LitElement {
  static properties = { services: { attribute: false }, chosen: {} };

  static styles = [look, squareStyles, css`
    table { width: 100%; border-collapse: collapse }
    th { font-weight: 500; color: var(--dim); text-align: left; padding: var(--s2) var(--s3); white-space: nowrap }
    td { padding: 9px var(--s3); white-space: nowrap; vertical-align: baseline }
    th:first-child, td:first-child { padding-left: var(--s4) }
    tbody { border-top: 1px solid var(--line); cursor: pointer }
    tbody:hover { background: color-mix(in srgb, var(--bg) 60%, var(--card)) }
    tbody[data-tone="warn"] { background: var(--warn-bg) }
    tbody[data-tone="bad"] { background: var(--bad-bg) }
    tbody.chosen { box-shadow: inset 3px 0 var(--accent) }
    tbody:last-child tr:last-child td { padding-bottom: 10px }
    tbody th { color: inherit; padding-block: 9px; font-weight: 400; max-width: 280px; overflow: hidden; text-overflow: ellipsis }
    tbody th a { font-weight: 600 }
    .n { text-align: right }
    .line { padding-left: 0 }
    .line .spark { width: 48px; height: 14px; vertical-align: -3px }
    td.line:empty { padding: 0 }
    .spark path { fill: none; stroke: var(--accent); stroke-width: 1.5 }
    .cause td { padding-top: 0; white-space: normal; overflow-wrap: anywhere }
    tr:has(+ .cause) > * { padding-bottom: 1px }
    .act { padding-block: 6px; width: 1px }
    .skeleton { width: 70% }
    :host { container-type: inline-size }
    @container (max-width: 700px) { .version, .spark { display: none } }
    @container (max-width: 500px) {
      th, td { padding-inline: 6px }
      th:first-child, td:first-child { padding-left: var(--s3) }
      .memory { display: none }
      .lang { display: block }
      tbody th { max-width: 34vw }
    }
    @container (max-width: 376px) { th, td { padding-inline: 4px } }
  `];

  /** Puts the focus on the line of a service. */
  focusLine(name) {
    this.renderRoot.querySelector(`a[href="${CSS.escape(link("services", name))}"]`)?.focus({ preventScroll: true });
  }

  render() {
    return html`
      <table aria-label="Services">
        <thead>
          <tr>
            <th scope="col">Service</th><th scope="col">Replicas</th><th scope="col" class="n">Req/s</th><td class="line"></td>
            <th scope="col" class="n">p99</th><th scope="col" class="n">Errors</th><th scope="col" class="n memory">Memory</th>
            <th scope="col" class="version">Version</th><th scope="col"><span class="sr">Actions</span></th>
          </tr>
        </thead>
        ${this.services ? repeat(this.services, ({ name }) => name, (service) => this.#row(service)) : this.#skeletons()}
      </table>`;
  }

  #row(service) {
    return html`
      <tbody data-tone=${serviceTone(service.state)} class=${service.name === this.chosen ? "chosen" : ""} @click=${(event) => this.#choose(event, service)}>
        <tr>
          <th scope="row" title=${service.name}><a href=${link("services", service.name)}>${service.name}</a>${this.#language(service)}</th>
          <td>${replicaSquares(service)} ${replicaWords(service)}</td>
          <td class="n">${this.#figure(rate(service.requestsPerSecond))}</td>
          <td class="line">${service.requestsPerSecond === null ? nothing : sparkline(service.requestHistory, 48, 14)}</td>
          <td class="n" title=${p99Meaning(service)}>${this.#figure(p99(service))}</td>
          <td class="n">${this.#errors(service.errorRatio)}</td>
          <td class="n memory">${this.#figure(bytes(service.memoryBytes))}</td>
          <td class="version">${service.version ? html`<code>${service.version}</code>` : this.#figure(unknown)}</td>
          <td class="act"><service-menu .service=${service}></service-menu></td>
        </tr>
        ${this.#isToldHere(service) ? html`<tr class="cause"><td></td><td colspan="8"><small>${service.cause.sentence}</small></td></tr>` : nothing}
      </tbody>`;
  }

  /** A cause stands once: of the service whose detail is open, it stands there. */
  #isToldHere({ name, cause }) {
    return cause && name !== this.chosen;
  }

  #language({ language }) {
    return language === "java" ? nothing : html` <small class="lang">${language}</small>`;
  }

  #figure(text) {
    return text === unknown ? html`<span class="dim">${text}</span>` : text;
  }

  #errors(ratio) {
    return ratio > 0 ? html`<b class="bad">${percent(ratio)}</b>` : html`<span class="dim">${percent(ratio)}</span>`;
  }

  /** The whole line is a way to the detail, except where something on it is clicked or its text is being marked. */
  #choose(event, { name }) {
    const handled = event.composedPath().some((element) => element.localName === "a" || element.localName === "service-menu");
    if (!handled && getSelection().isCollapsed) location.hash = link("services", name);
  }

  #skeletons() {
    return Array.from({ length: 5 }, () => html`
      <tbody aria-hidden="true"><tr><td colspan="9"><i class="skeleton"></i></td></tr></tbody>`);
  }
}

customElements.define("service-table", ServiceTable);
