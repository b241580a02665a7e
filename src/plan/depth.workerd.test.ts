import { type AnySQLiteColumn, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, it } from "vitest";
import { defineApp } from "../define.ts";
import {
  collectionOf,
  contextOf,
  openEngine,
  orderBy,
  plainField,
  readOf,
  readRequest,
  select,
  type TestEngine,
} from "../engine/test-engine.ts";
import type { Filter, Read } from "../query/read.ts";
import { caller, eq, exists, or } from "../rules/condition.ts";
import { allow, rulesFor } from "../rules/grant.ts";
import { collection } from "../schema/collection.ts";
import { isToOne } from "../schema/model.ts";

const nodes = sqliteTable("nodes", {
  id: integer().primaryKey(),
  parent: integer().references((): AnySQLiteColumn => nodes.id),
  owner: text(),
  name: text(),
  secret: text(),
});
const shares = sqliteTable("shares", { id: integer().primaryKey(), node: integer().notNull(), person: text() });

const visible = or(eq(nodes.owner, caller.id), exists(shares, eq(shares.node, nodes.id)));

const app = defineApp({
  name: "depth",
  collections: [collection(nodes), collection(shares)],
  rules: [
    rulesFor(nodes, {
      select: [
        allow("anon").when(visible).only(nodes.id, nodes.parent, nodes.name),
        allow("authenticated").when(eq(nodes.owner, caller.id)),
      ],
    }),
  ],
});

let stage: TestEngine;

beforeAll(async () => {
  stage = await openEngine(app);
});

type Shape = "plain" | "ordered" | "limited" | "inner" | "to one" | "filtered";

/** Children within children (or parents within parents), as deep as said, each level of the same shape. */
function nested(depth: number, shape: Shape): Read {
  const table = collectionOf(stage.model, "nodes");
  const relation = table.relations.find((each) => isToOne(each) === (shape === "to one"));
  if (relation === undefined) throw new TypeError("no relation");
  const ordered = shape === "plain" || shape === "to one" ? [] : orderBy(table, "name");
  const where: Filter = {
    kind: "compare",
    field: plainField(table, "secret"),
    operator: "is",
    keyword: "null",
    value: null,
    quantifier: null,
  };
  const level: Partial<Read> = {
    order: ordered,
    limit: shape === "limited" || shape === "inner" || shape === "filtered" ? { argument: 0 } : null,
    where: shape === "filtered" ? { kind: "and", items: [where, { kind: "not", item: where }] } : null,
  };
  let read = readOf(table, { ...level, select: select(table, "id", "name", "secret") });
  for (let step = 0; step < depth; step++) {
    const join = shape === "inner" ? ("inner" as const) : ("left" as const);
    const embed = { kind: "embed" as const, as: "nodes", relation, join, spread: false, read };
    read = readOf(table, { ...level, select: [...select(table, "id", "name", "secret"), embed] });
  }
  return read;
}

async function outcome(depth: number, shape: Shape, role: string): Promise<string> {
  const request = readRequest(nested(depth, shape), [{ kind: "text", text: "3" }]);
  const answer = await stage.engine.read(request, contextOf(role, "ada"));
  return answer.ok ? "ok" : `${answer.error.code} ${answer.error.message}`;
}

describe.each(["service_role", "authenticated"])("embeds as deep as maxDepth allows, asked by %s", (role) => {
  it.each<Shape>(["plain", "ordered", "limited", "inner", "to one", "filtered"])("run on D1: %s", async (shape) => {
    expect(await outcome(5, shape, role)).toBe("ok");
  });
});
