/** Reads `--name value` pairs; a flag without a value is `true`. */
export function parseArguments(defaults) {
  const options = { ...defaults };
  const given = process.argv.slice(2);
  for (let i = 0; i < given.length; i++) {
    const name = given[i].replace(/^--/, "");
    if (!given[i].startsWith("--") || !(name in defaults)) {
      process.stderr.write(`unknown argument ${given[i]}; known: ${Object.keys(defaults).map((k) => "--" + k).join(" ")}\n`);
      process.exit(2);
    }
    const hasValue = i + 1 < given.length && !given[i + 1].startsWith("--");
    const value = hasValue ? given[++i] : true;
    options[name] = typeof defaults[name] === "number" ? Number(value) : value;
  }
  return options;
}

/** Standard output carries our JSON lines only; node-opcua's own messages go to standard error. */
export function keepStandardOutputClean() {
  for (const method of ["log", "info", "warn", "debug"]) console[method] = (...text) => console.error(...text);
}

/** One JSON object on one line of standard output. */
export const report = (line) => process.stdout.write(JSON.stringify(line) + "\n");
