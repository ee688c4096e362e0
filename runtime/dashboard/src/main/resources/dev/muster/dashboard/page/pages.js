import { html } from "lit";
import "./services-page.js";
import "./logs-page.js";

/** The pages that exist, in the order of the rail. */
export const pages = [
  {
    id: "services",
    title: "Services",
    view: (fleet, route) => html`<services-page .fleet=${fleet} .chosen=${route.name}></services-page>`,
  },
  {
    id: "logs",
    title: "Logs",
    fills: true,
    view: (fleet, route) => html`<logs-page .fleet=${fleet} .query=${route.query}></logs-page>`,
  },
];
