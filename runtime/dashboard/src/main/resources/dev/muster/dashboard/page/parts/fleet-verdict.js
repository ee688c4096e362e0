import { LitElement, css, html, nothing } from "lit";
import { look } from "./look.js";
import { link } from "./route.js";
import { fleetMark } from "./shape.js";

/** One sentence on top of every page: how the fleet is, and why. */
class FleetVerdict extends LitElement {
  static properties = { fleet: { attribute: false } };

  static styles = [look, css`
    /* Room for two lines, three on a phone, whether the sentence needs them or not: nothing below moves when it changes. */
    header { display: flex; gap: var(--s4); align-items: center; min-height: calc(2lh + 2px) }
    p { min-width: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
    p svg { margin-right: var(--s2); vertical-align: -1px }
    .gateway { white-space: nowrap; margin-left: auto }
    .skeleton { width: 96px; height: 14px }
    @media (max-width: 640px) {
      header { flex-wrap: wrap; gap: 0 var(--s3); align-content: start; min-height: 4.5lh }
      h1 { flex: 1 }
      p { flex-basis: 100%; order: 1; height: 3lh; -webkit-line-clamp: 3 }
    }
  `];

  render() {
    const { fleet } = this;
    if (!fleet) return html`<header><h1><span class="skeleton"></span></h1></header>`;
    const { sentence, lead, service } = fleet.verdict;
    return html`
      <header>
        <h1>${fleet.fleet}</h1>
        <p role="status" title=${sentence}>${fleetMark(fleet.state)}${lead ? html`<b>${lead}</b>` : nothing}${sentence.slice(lead.length)}</p>
        ${service ? html`<a class="explain" href=${link("services", service)}>explain</a>` : nothing}
        ${fleet.gatewayUrl
          ? html`<a class="gateway" href=${fleet.gatewayUrl} target="_blank" rel="noopener">${fleet.gatewayUrl.replace(/^https?:\/\//, "")} ↗</a>`
          : nothing}
      </header>`;
  }
}

customElements.define("fleet-verdict", FleetVerdict);
