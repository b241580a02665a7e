import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";

const file = ".dev.vars";

/** `PERIGEE_SECRET` of the environment, which is a deployment's, else of local development. */
export function masterSecret(): string {
  return process.env.PERIGEE_SECRET ?? localSecret();
}

/** The master secret of local development, from `.dev.vars`. Made, for this user's eyes only, where there is none. */
export function localSecret(): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const found = /^\s*(?:export\s+)?PERIGEE_SECRET\s*=\s*(["']?)(.+?)\1\s*$/m.exec(text)?.[2];
  if (found !== undefined) return found;
  const made = randomBytes(32).toString("hex");
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  appendFileSync(file, `${separator}PERIGEE_SECRET=${made}\n`, { mode: 0o600 });
  return made;
}
