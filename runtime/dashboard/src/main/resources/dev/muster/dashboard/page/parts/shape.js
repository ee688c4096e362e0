import { svg, html } from "lit";

/** Shapes and colours of states: each state has a shape of its own, so that none is told by colour alone. */

const shapes = {
  disc: svg`<circle cx="6" cy="6" r="5" fill="currentColor"/>`,
  ring: svg`<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="4 2.3"/>`,
  triangle: svg`<path d="M6 .8 11.6 11H.4Z" fill="currentColor"/>`,
  square: svg`<rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor"/>`,
};

const ofFleet = {
  READY: { tone: "ok", shape: "disc" },
  STARTING: { tone: "dim", shape: "ring" },
  DEGRADED: { tone: "warn", shape: "triangle" },
  STOPPING: { tone: "dim", shape: "square" },
};

const toneOfService = { READY: "ok", DEGRADED: "warn", DOWN: "bad", STARTING: "dim", WAITING: "dim", STOPPED: "dim" };
const toneOfSeverity = { INFO: "", WARN: "warn", ERROR: "bad" };

/** "ok", "warn", "bad" or "dim": the class that colours a service's state. */
export const serviceTone = (state) => toneOfService[state] ?? "dim";

/** The class that colours an event. */
export const severityTone = (severity) => toneOfSeverity[severity] ?? "";

/** The mark of a fleet's state. */
export function fleetMark(state) {
  const { tone, shape } = ofFleet[state] ?? ofFleet.STARTING;
  return html`<svg class=${tone} width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">${shapes[shape]}</svg>`;
}
