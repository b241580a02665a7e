import fc from "fast-check";
import { expect, it } from "vitest";
import type { Embed, Field, Filter, Order, Query } from "./ask.ts";
import { type ColumnSpec, type Family, type Link, makeFamily, type TableSpec, tableOf } from "./family.ts";
import { makeRules } from "./rule.ts";
import { serve } from "./stage.ts";
import { openTape, tape } from "./tape.ts";
import { urlOf } from "./url.ts";
import { makePrincipal, makeRows, viewsOf } from "./world.ts";

const bare = { select: [], where: [], order: [], limit: null, offset: null } as const;

/** Every way in which a request on the table itself may name a column. */
function named(table: TableSpec, column: ColumnSpec): Query[] {
  const field: Field = { column, path: [], asText: false };
  const shown = { kind: "field", field, alias: null, asText: false } as const;
  const filter: Filter = { kind: "is", field, keyword: "null", negated: false };
  const order: Order = { embed: null, field, descending: true, nulls: null };
  const tree: Filter = { kind: "group", word: "or", items: [{ ...filter, negated: true }], negated: true };
  const count = { kind: "aggregate", name: "count", column: null, alias: null } as const;
  const all = [{ kind: "all" }] as const;
  return [
    { ...bare, table, select: [shown] },
    { ...bare, table, select: [{ ...shown, alias: "x" }] },
    { ...bare, table, select: [{ ...count, column }] },
    { ...bare, table, select: [count], where: [filter] },
    { ...bare, table, select: all, where: [filter] },
    { ...bare, table, select: all, where: [tree] },
    { ...bare, table, select: all, order: [order] },
  ];
}

/** The same inside of embeds that lead to the table, and by the order of their parents. */
function embedded(family: Family, table: TableSpec, column: ColumnSpec): Query[] {
  const field: Field = { column, path: [], asText: false };
  const links = family.links.filter((link) => link.to === table.name);
  return links.flatMap((link: Link) => {
    const [way = ""] = link.ways;
    const embed: Embed = {
      kind: "embed",
      link,
      way,
      alias: "x",
      inner: false,
      spread: false,
      query: { ...bare, table },
    };
    const parent = tableOf(family, link.from);
    const inside = named(table, column).map((query) => ({ ...bare, table: parent, select: [{ ...embed, query }] }));
    const order = [{ embed, field, descending: false, nulls: null }];
    return link.toOne ? [...inside, { ...bare, table: parent, select: [embed], order }] : inside;
  });
}

it("refuses a column that a role never sees, whichever way it is named", async () => {
  let requests = 0;
  const worlds = fc.record({ family: tape(60), rules: tape(300), rows: tape(300), who: tape(8) });
  const property = fc.asyncProperty(worlds, async (given) => {
    const family = makeFamily(openTape(given.family));
    const rules = makeRules(openTape(given.rules), family);
    const world = { family, rules, rows: makeRows(openTape(given.rows), family) };
    const principal = makePrincipal(openTape(given.who));
    const views = viewsOf(world)(principal);
    const ask = await serve(world);
    for (const table of family.tables) {
      const hidden = table.columns.find((column) => !views.get(table.name)?.columns.has(column.name));
      if (hidden === undefined) continue;
      for (const query of [...named(table, hidden), ...embedded(family, table, hidden)]) {
        const answer = await ask(principal, urlOf(query), {});
        requests++;
        const said = `${principal.role}: ${decodeURIComponent(urlOf(query))}\n${answer.text}`;
        expect(answer.status, said).toBe(principal.role === "anon" ? 401 : 403);
        expect(JSON.parse(answer.text), said).toMatchObject({ code: "42501" });
      }
    }
  });
  await fc.assert(property, { numRuns: 40, unbiased: true });
  expect(requests).toBeGreaterThan(150);
}, 60_000);
