/** Where the reader is, kept in the URL's fragment: "#/services/orders", "#/logs?service=orders&level=WARN". */

/** @returns {{page: string, name: string, query: Object<string, string>}} what a fragment means */
export function parseRoute(fragment) {
  const [path, query = ""] = fragment.replace(/^#\/?/, "").split("?");
  const [page, name = ""] = path.split("/").map(decoded);
  return { page: page || "services", name, query: Object.fromEntries(new URLSearchParams(query)) };
}

/** The fragment of a page, of something on it, and of what is chosen there; empty choices are left out. */
export function link(page, name = "", query = {}) {
  const chosen = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  const path = [page, name].filter(Boolean).map(encodeURIComponent).join("/");
  return `#/${path}${chosen.size ? `?${chosen}` : ""}`;
}

/** Goes to a fragment without adding a step to the browser's history: for what is typed letter by letter. */
export function replaceRoute(fragment) {
  history.replaceState(null, "", fragment);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
