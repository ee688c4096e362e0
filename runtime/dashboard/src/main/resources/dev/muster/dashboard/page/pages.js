import { html } from "lit";
import "./pages/services/services-page.js";
import "./pages/logs/logs-page.js";

/** The pages that exist, in the order of the rail, each with the part of the fleet that it is sent. */
export const pages = [
  {
    id: "services",
    title: "Services",
    shows: "services",
    view: (fleet, route) => html`<services-page .fleet=${fleet} .chosen=${route.name}></services-page>`,
  },
  {
    id: "logs",
    title: "Logs",
    shows: "names",
    fills: true,
    view: (fleet, route) => html`<logs-page .fleet=${fleet} .query=${route.query}></logs-page>`,
  },
];
