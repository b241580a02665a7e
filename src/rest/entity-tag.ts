import { contentHash } from "./content-hash.ts";

/** A strong validator of a representation (RFC 9110, section 8.8.3): equal for equal bytes of an equal type alone. */
export function entityTag(contentType: string, body: Uint8Array<ArrayBuffer>): string {
  return `"${contentHash(body, contentType)}"`;
}

/** What `If-Match` and `If-None-Match` name: any row at all, or one of some tags. */
export type TagList = "*" | readonly Tag[];

interface Tag {
  readonly isWeak: boolean;
  /** With its quotes. */
  readonly opaque: string;
}

/** RFC 9110, section 13.1.1. What is no tag is left out: it can match nothing. */
export function parseTags(header: string): TagList {
  if (header.trim() === "*") return "*";
  const tags: Tag[] = [];
  for (const [, weak, opaque = ""] of header.matchAll(/(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)) {
    tags.push({ isWeak: weak !== undefined, opaque });
  }
  return tags;
}

/** Weak comparison ignores who calls a tag weak; in strong comparison a weak tag equals none (RFC 9110, section 8.8.3.2). */
export function namesTag(tags: readonly Tag[], tag: string, comparison: "weak" | "strong"): boolean {
  return tags.some(({ isWeak, opaque }) => opaque === tag && (comparison === "weak" || !isWeak));
}
