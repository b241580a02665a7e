import type { Principal } from "../kernel/principal.ts";

/** When the principal's token expires (RFC 7519 section 4.1.4); null for never. From then on it is nobody's. */
export function expiresAtMs({ claims }: Principal): number | null {
  return typeof claims.exp === "number" ? claims.exp * 1000 : null;
}
