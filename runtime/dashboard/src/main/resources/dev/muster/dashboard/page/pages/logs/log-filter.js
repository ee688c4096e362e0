import { LitElement, css, html } from "lit";
import { live } from "lit/directives/live.js";
import { look } from "../../parts/look.js";
import { link, replaceRoute } from "../../parts/route.js";

const typingPause = 250;
const levels = [["", "any level"], ["DEBUG", "debug and above"], ["INFO", "info and above"], ["WARN", "warn and above"], ["ERROR", "error"]];

/** Chooses lines by where they come from, how grave they are, and what they hold; the choice goes into the URL. */
class LogFilter extends LitElement {
  static properties = { services: { attribute: false }, query: { attribute: false } };

  static styles = [look, css`
    form { display: flex; gap: var(--s2); flex-wrap: wrap; align-items: center }
    select, input { background: var(--card); border: 1px solid var(--line); border-radius: var(--r); padding: 6px 10px; max-width: 100% }
    input { flex: 1; min-width: 160px }
    input::placeholder { color: var(--dim) }
    :focus-visible { border-radius: var(--r) }
    @media (max-width: 640px) { select { flex: 1 } input { flex-basis: 60% } }
  `];

  #typing;

  render() {
    const { service = "", replica = "", level = "", grep = "" } = this.query;
    return html`
      <form role="search" aria-label="Log lines" @submit=${this.#submit}>
        <select name="source" aria-label="Service or replica" .value=${live(source(service, replica))} @change=${this.#source}>
          <option value="" ?selected=${!service}>all services</option>
          ${this.services.map(({ name, replicas }) => html`
            <optgroup label=${name}>
              <option value=${source(name)} ?selected=${service === name && !replica}>${name}</option>
              ${replicas.map((one) => html`<option value=${source(name, one.name)} ?selected=${replica === one.name}>${one.name}</option>`)}
            </optgroup>`)}
        </select>
        <select name="level" aria-label="Level" @change=${({ target }) => this.#choose({ level: target.value })}>
          ${levels.map(([value, text]) => html`<option value=${value} ?selected=${value === level}>${text}</option>`)}
        </select>
        <input name="grep" type="search" aria-label="Text" placeholder="text in the line" autocomplete="off" spellcheck="false"
          .value=${grep} @input=${this.#type}>
        <button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent("clear"))}>Clear view</button>
      </form>`;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  #source({ target }) {
    const [service, replica] = target.value ? JSON.parse(target.value) : [];
    this.#choose({ service, replica });
  }

  #type({ target }) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => replaceRoute(link("logs", "", { ...this.query, grep: target.value })), typingPause);
  }

  #choose(change) {
    location.hash = link("logs", "", { ...this.query, ...change });
  }

  #submit(event) {
    event.preventDefault();
  }
}

const source = (service, replica) => (service ? JSON.stringify(replica ? [service, replica] : [service]) : "");

customElements.define("log-filter", LogFilter);
