import { err, ok, type Result } from "../kernel/result.ts";
import { plainRefusal, type Refusal } from "./errors.ts";
import type { GraphRequest } from "./read-request.ts";

export interface DocumentOptions {
  /** By SHA-256 in hexadecimal. */
  readonly documents: Readonly<Record<string, string>>;
  /** Nothing but these is answered. */
  readonly knownOnly: boolean;
}

/** The document that a request means. */
export type FindDocument = (request: GraphRequest) => Result<string, Refusal>;

/** @throws TypeError for a key that is no SHA-256 in hexadecimal */
export function knownDocuments({ documents, knownOnly }: DocumentOptions): FindDocument {
  const known = new Map<string, string>();
  for (const [id, text] of Object.entries(documents)) {
    if (!/^[0-9a-f]{64}$/i.test(id)) throw new TypeError(`graphql.documents: ${id} is no SHA-256 in hexadecimal`);
    known.set(id.toLowerCase(), text);
  }
  const texts = new Set(known.values());
  return ({ query, documentId }) => {
    const found = documentId === null ? undefined : known.get(documentId);
    if (found !== undefined && (query === null || query === found)) return ok(found);
    if (found !== undefined) return err(plainRefusal("provided sha does not match query", "BAD_REQUEST", false));
    if (query === null) return err(plainRefusal("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"));
    if (!knownOnly || texts.has(query)) return ok(query);
    return err(plainRefusal("only known documents are answered here", "PERSISTED_QUERY_REQUIRED"));
  };
}
