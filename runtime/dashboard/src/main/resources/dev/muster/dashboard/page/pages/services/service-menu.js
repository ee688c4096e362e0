import { LitElement, css, html } from "lit";
import { send, servicePath } from "../../parts/api.js";
import { plural } from "../../parts/format.js";
import { look } from "../../parts/look.js";
import { link } from "../../parts/route.js";
import { announce } from "../../parts/toast-note.js";

/** What can be done with a service. What changes it asks once more, in place. */
class ServiceMenu extends LitElement {
  static properties = { service: { attribute: false }, step: { state: true }, wanted: { state: true } };

  static styles = [look, css`
    :host { display: inline-block }
    .more { font-size: 16px; line-height: 1; padding: 4px 8px }
    [popover] {
      inset: auto; margin: 0; padding: 5px; min-width: 200px; max-width: 300px; color: inherit; font: var(--font);
      background: var(--card); border: 1px solid var(--line); border-radius: var(--r); box-shadow: 0 8px 28px var(--shade); text-align: left;
    }
    .item { display: block; width: 100%; padding: 6px 10px; border: 0; border-radius: 6px; background: none; color: var(--ink); text-align: left; cursor: pointer }
    .item:focus-visible { outline-offset: -2px }
    .item:hover { background: var(--bg); text-decoration: none }
    .ask { display: grid; gap: var(--s3); padding: var(--s2) 10px }
    .ask p { white-space: normal }
    .row { display: flex; gap: var(--s2); align-items: center }
    output { min-width: 3ch; text-align: center; font-weight: 600 }
    .step { width: 30px; padding: 4px 0; text-align: center }
  `];

  /** What was pressed to come to the next step is gone: the focus goes on with the step. */
  updated(changed) {
    if (changed.has("step")) this.renderRoot.querySelector("[popover]:popover-open button")?.focus();
  }

  render() {
    return html`
      <button class="quiet more" popovertarget="menu" aria-label="Actions for ${this.service.name}" aria-haspopup="dialog">⋯</button>
      <div id="menu" popover role="dialog" aria-label="Actions for ${this.service.name}" @beforetoggle=${this.#open}>${this.#step()}</div>`;
  }

  #step() {
    switch (this.step) {
      case "restart": return this.#restart();
      case "scale": return this.#scale();
      default: return this.#choices();
    }
  }

  #choices() {
    const { name } = this.service;
    return html`
      <button class="item" autofocus @click=${() => (this.step = "restart")}>Restart…</button>
      <button class="item" @click=${() => (this.step = "scale")}>Scale…</button>
      <a class="item" href=${link("logs", "", { service: name })} @click=${this.#close}>Logs</a>
      <a class="item" href=${link("services", name)} @click=${this.#close}>Explain</a>`;
  }

  #restart() {
    const { name, replicasWanted } = this.service;
    return html`
      <div class="ask">
        <p>Restart <b>${name}</b>? What changed is built first, then ${plural(replicasWanted, "replica")} of it started anew.</p>
        <div class="row">
          <button class="button main" @click=${() => this.#act(`Restarting ${name}`, "restart")}>Restart</button>
          <button class="button" @click=${this.#close}>Cancel</button>
        </div>
      </div>`;
  }

  #scale() {
    const { name, replicasWanted } = this.service;
    return html`
      <div class="ask">
        <p>Replicas of <b>${name}</b>, now ${replicasWanted}</p>
        <div class="row">
          <button class="button step" aria-label="One less" ?disabled=${this.wanted === 0} @click=${() => this.wanted--}>−</button>
          <output aria-live="polite">${this.wanted}</output>
          <button class="button step" aria-label="One more" @click=${() => this.wanted++}>+</button>
        </div>
        ${this.wanted === 0 ? html`<p class="warn">With none, nothing answers for ${name}.</p>` : ""}
        <div class="row">
          <button class="button main" ?disabled=${this.wanted === replicasWanted}
            @click=${() => this.#act(`Scaling ${name} to ${this.wanted}`, "scale", { replicas: this.wanted })}>Scale</button>
          <button class="button" @click=${this.#close}>Cancel</button>
        </div>
      </div>`;
  }

  #act(doing, action, body) {
    this.#close();
    announce(doing, send(servicePath(this.service.name, action), body));
  }

  #close() {
    this.renderRoot.getElementById("menu").hidePopover();
  }

  /** A popover lies in the top layer, so it is placed by hand: under its button, inside the window. */
  #open({ newState, target }) {
    if (newState !== "open") return;
    this.step = "choices";
    this.wanted = this.service.replicasWanted;
    const button = this.renderRoot.querySelector(".more").getBoundingClientRect();
    const room = innerHeight - button.bottom > 220;
    target.style.right = `${Math.max(8, document.documentElement.clientWidth - button.right)}px`;
    target.style.top = room ? `${button.bottom + 4}px` : "auto";
    target.style.bottom = room ? "auto" : `${innerHeight - button.top + 4}px`;
  }
}

customElements.define("service-menu", ServiceMenu);
