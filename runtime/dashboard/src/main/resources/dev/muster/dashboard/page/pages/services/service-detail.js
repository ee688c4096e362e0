import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { read, servicePath } from "../../parts/api.js";
import { bytes, plural, span } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";
import { replicaSquare, squareStyles } from "./replica-squares.js";
import "../../parts/cli-line.js";
import "./service-menu.js";

/** One service: why it is as it is, its replicas, who calls it and whom it calls. */
class ServiceDetail extends LitElement {
  static properties = {
    service: { attribute: false },
    calls: { attribute: false },
    now: { attribute: false },
    explanation: { state: true },
    failure: { state: true },
  };

  static styles = [look, squareStyles, css`
    header { display: flex; align-items: center; gap: var(--s2); padding: var(--s3) var(--s3) var(--s2) var(--s4) }
    h2 { font-size: 15px; flex: 1; min-width: 0; overflow-wrap: anywhere }
    h2:focus { outline: none }
    section { padding: var(--s3) var(--s4); border-top: 1px solid var(--line); display: grid; gap: var(--s2); overflow-wrap: anywhere }
    h3 { font-size: 12px; font-weight: 500; color: var(--dim) }
    ul { list-style: none; padding: 0; display: grid; gap: var(--s2) }
    .facts { gap: 3px }
    .line { display: flex; gap: 6px; align-items: baseline; flex-wrap: wrap }
    .line a { margin-left: auto }
    .reps { margin: 0 }
    .under { display: block; padding-left: 16px }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 3px var(--s3) }
    dt { color: var(--dim) }
    dd a + a { margin-left: var(--s2) }
    .commands { gap: 2px; padding-left: 12px }
    .skeleton { width: 80% }
    @media (max-width: 1100px) {
      :host { position: fixed; inset: 0 0 0 auto; width: min(480px, 100%); z-index: 2; overflow-y: auto; background: var(--card); box-shadow: -8px 0 32px var(--shade) }
      .card { border: 0; border-left: 1px solid var(--line); border-radius: 0; min-height: 100% }
    }
  `];

  #asked = new AbortController();
  #leave = (event) => event.key === "Escape" && !event.defaultPrevented && (location.hash = link("services"));

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("keydown", this.#leave);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#leave);
    this.#asked.abort();
  }

  /** The explanation is asked for anew whenever the service has changed in a way that one can see. */
  willUpdate(changed) {
    if (!changed.has("service")) return;
    const before = changed.get("service");
    if (before?.name !== this.service.name) this.explanation = undefined;
    if (aspect(before) !== aspect(this.service)) this.#explain();
  }

  firstUpdated() {
    this.renderRoot.querySelector("h2").focus({ preventScroll: true });
  }

  render() {
    const { service } = this;
    return html`
      <div class="card" role="region" aria-label=${service.name}>
        <header>
          <h2 tabindex="-1">${service.name}</h2>
          <service-menu .service=${service}></service-menu>
          <a class="quiet" href=${link("services")} aria-label="Close" title="Close (Esc)">✕</a>
        </header>
        <section aria-label="Why">${this.#why()}</section>
        <section>
          <h3>${this.#amount()}</h3>
          <ul>${repeat(service.replicas, ({ name }) => name, (replica) => this.#replica(replica))}</ul>
        </section>
        <section>${this.#surroundings()}</section>
        <section class="commands" aria-label="Commands">
          <cli-line lead="" command="muster explain ${service.name}"></cli-line>
          <cli-line lead="" command="muster logs ${service.name}"></cli-line>
          <cli-line lead="" command="muster restart ${service.name}"></cli-line>
          <cli-line lead="" command="muster scale ${service.name} ${service.replicasWanted + 1}"></cli-line>
        </section>
      </div>`;
  }

  #why() {
    if (this.failure) return html`<p class="warn">No explanation: ${this.failure}</p>`;
    if (!this.explanation) return html`<i class="skeleton"></i><i class="skeleton"></i>`;
    const { sentence, facts, next } = this.explanation;
    return html`
      <p><b>${sentence}</b></p>
      <ul class="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
      ${next ? html`<cli-line lead="next" command=${next}></cli-line>` : nothing}`;
  }

  #amount() {
    const { replicas, replicasWanted } = this.service;
    return plural(replicas.length, "replica") + (replicas.length === replicasWanted ? "" : `, ${replicasWanted} wanted`);
  }

  #replica({ name, state, cause, pid, port, since, restarts, memoryBytes }) {
    const facts = [
      pid && `pid ${pid}`,
      port && `port ${port}`,
      memoryBytes && bytes(memoryBytes),
      restarts > 0 && `started again ${restarts} ×`,
    ].filter(Boolean);
    return html`
      <li>
        <div class="line">
          <span class="reps" aria-hidden="true">${replicaSquare(state)}</span><b>${name}</b>
          <span>${state} for ${span(since, this.now)}</span>
          <a href=${link("logs", "", { service: this.service.name, replica: name })}>logs</a>
        </div>
        <small class="under">${facts.join(" · ")}</small>
        ${cause && this.explanation?.cause?.subject !== name ? html`<small class="under bad">${cause.sentence}</small>` : nothing}
      </li>`;
  }

  #surroundings() {
    const { name, language, version, routes, needs } = this.service;
    const callers = this.calls.filter(({ to }) => to === name).map(({ from }) => from);
    const called = this.calls.filter(({ from }) => from === name).map(({ to }) => to);
    return html`
      <dl>
        ${this.#about("runs", [language, version].filter(Boolean).join(", "))}
        ${this.#about("routes", routes.join(" "))}
        ${this.#others("needs", needs)}
        ${this.#others("calls", called)}
        ${this.#others("called by", callers)}
      </dl>`;
  }

  #about(term, text) {
    return text ? html`<dt>${term}</dt><dd>${text}</dd>` : nothing;
  }

  #others(term, names) {
    if (!names.length) return nothing;
    return html`<dt>${term}</dt><dd>${names.map((name) =>
      name === "gateway" ? html`<span>gateway</span> ` : html`<a href=${link("services", name)}>${name}</a> `)}</dd>`;
  }

  async #explain() {
    this.#asked.abort();
    this.#asked = new AbortController();
    try {
      this.explanation = await read(servicePath(this.service.name, "explain"), this.#asked.signal);
      this.failure = undefined;
    } catch (problem) {
      if (problem.name !== "AbortError") this.failure = problem.message;
    }
  }
}

/** What of a service decides its explanation, as text. */
const aspect = (service) =>
  service && JSON.stringify([service.name, service.state, service.cause, service.replicas.map(({ state, cause }) => [state, cause])]);

customElements.define("service-detail", ServiceDetail);
