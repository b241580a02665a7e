import type { App } from "../src/define.ts";

export interface BannerOptions {
  readonly app: App;
  readonly url: string;
  readonly anonKey: string;
  /** Who can sign in; null without demo content. */
  readonly demo: { readonly mails: string; readonly password: string } | null;
  /** A collection that everybody may read, for the example; null for none. */
  readonly readable: string | null;
}

/** What somebody needs to know to begin. */
export function banner({ app, url, anonKey, demo, readable }: BannerOptions): string {
  const lines = [
    "",
    `  ${app.name} runs on Perigee`,
    "",
    `  REST      ${url}/rest/v1`,
    `  Auth      ${url}/auth/v1`,
    `  Inbox     ${url}/_inbox, where mail goes`,
    `  Health    ${url}/health`,
    `  Docs      ${url}/docs, README.md, docs/`,
    "",
    `  anon key  ${anonKey}`,
    "  keys      npm run --silent keys > .env",
  ];
  if (demo !== null) lines.push("", `  Demo      ${demo.mails}, password ${demo.password}`);
  if (readable !== null) {
    lines.push("", "  Try it:", `  curl '${url}/rest/v1/${readable}?limit=2' -H 'apikey: ${anonKey}'`);
  }
  return `${lines.join("\n")}\n`;
}
