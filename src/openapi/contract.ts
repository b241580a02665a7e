import { type DocumentOptions, openApiDocument } from "./document.ts";

/** The document of a role, as JSON text. */
export type Contract = (role: string) => string;

/** Documents are made when a role first asks, and kept: there are as many as roles. */
export function createContract(options: Omit<DocumentOptions, "role">): Contract {
  const kept = new Map<string, string>();
  return (role) => {
    const known = kept.get(role);
    if (known !== undefined) return known;
    const text = JSON.stringify(openApiDocument({ ...options, role }));
    // Only the definition's roles are counted on.
    if (options.policy.knowsRole(role)) kept.set(role, text);
    return text;
  };
}
