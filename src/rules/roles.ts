import { serviceRole } from "../kernel/principal.ts";
import { DefinitionError } from "../schema/definition-error.ts";

/**
 * The application's own roles and the one that each extends: `{ author: "authenticated", editor: "author" }`.
 * `authenticated` extends `anon`; `service_role` is bound by no rule.
 */
export type RoleDefinitions = Readonly<Record<string, string>>;

/** For each role, itself and all that it extends. */
export type Roles = ReadonlyMap<string, ReadonlySet<string>>;

const builtIn: RoleDefinitions = { authenticated: "anon" };

/** @throws DefinitionError for a role that extends itself or nothing that exists */
export function compileRoles(definitions: RoleDefinitions): Roles {
  for (const name of ["anon", serviceRole, ...Object.keys(builtIn)]) {
    if (name in definitions) {
      throw new DefinitionError(`role ${name}`, "it is built in", "Choose another name");
    }
  }
  const parents: RoleDefinitions = { ...builtIn, ...definitions };
  const roles = new Map<string, ReadonlySet<string>>([["anon", new Set(["anon"])]]);
  for (const name of Object.keys(parents)) {
    const chain = new Set<string>();
    for (let role = name; role !== "anon"; ) {
      if (chain.has(role)) throw new DefinitionError(`role ${name}`, "it extends itself", "Break the circle");
      chain.add(role);
      const parent = parents[role];
      if (parent === undefined) {
        const known = ["anon", ...Object.keys(parents)].join(", ");
        throw new DefinitionError(`role ${name}`, `it extends "${role}", which does not exist`, `Use one of: ${known}`);
      }
      role = parent;
    }
    roles.set(name, chain.add("anon"));
  }
  return roles;
}
