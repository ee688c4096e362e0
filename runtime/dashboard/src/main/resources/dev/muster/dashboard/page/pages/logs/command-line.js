/** The command that prints what a choice of log lines shows: muster logs -f orders --level warn --grep "x". */
export function logsCommand({ service, replica, level, grep }) {
  return [
    "muster logs -f",
    quoted(replica || service),
    level && `--level ${quoted(level.toLowerCase())}`,
    grep && `--grep "${grep.replace(/["\\$`!]/g, "\\$&")}"`,
  ].filter(Boolean).join(" ");
}

/** A word as a shell takes it for one word. */
const quoted = (word) => (!word || /^[\w.:@%+=,/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
