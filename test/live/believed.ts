import type { Principal } from "../../src/kernel/principal.ts";

// Tokens that say who somebody is, and are believed: how one is proven is no matter of the tests of sockets.

export function tokenOf(principal: Principal): string {
  return btoa(JSON.stringify(principal));
}

/** @throws where it is none of `tokenOf` */
export function believed(authorization: string | null): Principal {
  return JSON.parse(atob((authorization ?? "").replace("Bearer ", ""))) as Principal;
}
