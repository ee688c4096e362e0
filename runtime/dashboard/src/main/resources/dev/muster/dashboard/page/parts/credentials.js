/**
 * What this browser shows the agent with each call: the session that a one-time token bought. It is kept by origin, which
 * is scheme, host *and* port, and sent by hand. A cookie would be kept by host alone, and given to every port of it: to
 * the fleet's own services and to whatever else runs there.
 */

const key = "muster.session";

/** Where the browser forbids storage, or has no room, the session lasts as long as the page does. */
let unstored = null;

function stored() {
  try {
    return unstored ?? localStorage.getItem(key);
  } catch {
    return unstored;
  }
}

function store(session) {
  unstored = null;
  try {
    if (session === null) localStorage.removeItem(key);
    else localStorage.setItem(key, session);
  } catch {
    unstored = session;
  }
}

/** Keeps a session for this and every other tab of the dashboard. */
export const keepSession = (session) => store(session);

/**
 * `fetch` of a path of the agent with the session, and with no cookie, which others of this host may have set. A session
 * that the agent does not know, as after it was started again, is forgotten.
 */
export async function fetchAsReader(path, init = {}) {
  const session = stored();
  const headers = session ? { ...init.headers, Authorization: `Bearer ${session}` } : init.headers;
  const response = await fetch(path, { ...init, headers, credentials: "omit" });
  if (response.status === 401 && session !== null && session === stored()) store(null);
  return response;
}

/** Calls `listener` when another tab has signed in. */
export function onSignIn(listener, signal) {
  window.addEventListener("storage", (event) => event.key === key && event.newValue && listener(), { signal });
}
