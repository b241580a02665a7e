import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineApp } from "../../src/define.ts";
import { always } from "../../src/rules/condition.ts";
import { allow, type GrantBuilder, rulesFor } from "../../src/rules/grant.ts";
import { collection } from "../../src/schema/collection.ts";
import { contractOf } from "./compiled.ts";

// Whatever the rules: the document of a role names a column if, and only if, the role may read or write it.

const names = ["alpha", "beta", "gamma", "delta"] as const;
type Name = (typeof names)[number];
const roles = ["anon", "authenticated", "editor"] as const;
type Role = (typeof roles)[number];

/** The roles that each one is, by extension. */
const held: Readonly<Record<Role, readonly Role[]>> = {
  anon: ["anon"],
  authenticated: ["anon", "authenticated"],
  editor: ["anon", "authenticated", "editor"],
};

interface GrantShape {
  readonly to: Role;
  readonly only: readonly Name[] | null;
}

interface TableShape {
  readonly hidden: readonly Name[];
  readonly select: readonly GrantShape[];
  readonly insert: readonly GrantShape[];
  readonly update: readonly GrantShape[];
}

const some = fc.subarray([...names], { minLength: 1 });
const grants = fc.array(fc.record({ to: fc.constantFrom(...roles), only: fc.option(some, { nil: null }) }), {
  maxLength: 2,
});
const shapes: fc.Arbitrary<TableShape> = fc.record({
  hidden: fc.subarray([...names], { maxLength: 2 }),
  select: grants,
  insert: grants,
  update: grants,
});

function tableOf(prefix: string) {
  const column = (name: Name) => text(`${prefix}_${name}`);
  return sqliteTable(prefix, {
    id: integer(`${prefix}_id`).primaryKey(),
    alpha: column("alpha"),
    beta: column("beta"),
    gamma: column("gamma"),
    delta: column("delta"),
  });
}

function part(prefix: string, shape: TableShape) {
  const table = tableOf(prefix);
  const build = ({ to, only }: GrantShape): GrantBuilder =>
    only === null ? allow(to) : allow(to).only(...only.map((name) => table[name]));
  const hidden = Object.fromEntries(shape.hidden.map((name) => [name, { hidden: true }]));
  return {
    collection: collection(table, { columns: hidden }),
    rules: rulesFor(table, {
      select: shape.select.map(build),
      insert: shape.insert.map(build),
      update: shape.update.map((grant) => build(grant).when(always)),
    }),
  };
}

/** What the shape itself says, without any of the engine's code. */
function mayUse(shape: TableShape, role: Role, name: Name): boolean {
  if (shape.hidden.includes(name)) return false;
  const covers = (given: readonly GrantShape[], of: Name): boolean =>
    given.some(({ to, only }) => held[role].includes(to) && (only === null || only.includes(of)));
  const readsAnything =
    shape.select.some(({ to, only }) => held[role].includes(to) && only === null) ||
    names.some((each) => !shape.hidden.includes(each) && covers(shape.select, each));
  return covers(shape.select, name) || covers(shape.insert, name) || (readsAnything && covers(shape.update, name));
}

describe("random rules", () => {
  it("are what the document tells of columns, of each role", () => {
    fc.assert(
      fc.property(shapes, shapes, (one, two) => {
        const parts = [part("oak", one), part("elm", two)];
        const contract = contractOf(
          defineApp({
            name: "Random",
            collections: parts.map((each) => each.collection),
            rules: parts.map((each) => each.rules),
            roles: { editor: "authenticated" },
          }),
        );
        for (const role of roles) {
          const document = contract(role);
          for (const [prefix, shape] of [
            ["oak", one],
            ["elm", two],
          ] as const) {
            for (const name of names) {
              const isNamed = new RegExp(`\\b${prefix}_${name}\\b`).test(document);
              expect([role, prefix, name, isNamed]).toEqual([role, prefix, name, mayUse(shape, role, name)]);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
