import { expect, it } from "vitest";
import { statement, template } from "./compile.ts";
import { comma, id, integer, join, literal, slot, sql, value } from "./fragment.ts";

it("shares one parameter among equal values and equal slots", () => {
  const open = { name: "open" };
  const made = template(sql`select ${value("a")}, ${slot(open)}, ${value("a")}, ${slot(open)}, ${value(1)}`);
  expect(made.sql).toBe("select ?1, ?2, ?1, ?2, ?3");
});

it("quotes text constants of a plan, and binds what cannot stand in SQL text", () => {
  expect(statement(sql`select ${literal("it's; --")}`)).toEqual({ sql: "select 'it''s; --'", params: [] });
  expect(statement(sql`select ${literal("a\u0000b")}`)).toEqual({ sql: "select ?1", params: ["a\u0000b"] });
});

it("joins fragments, and nothing for none", () => {
  expect(statement(sql`(${comma([id("a"), id("b")])})`).sql).toBe(`("a", "b")`);
  expect(statement(join([], sql` and `)).sql).toBe("");
});

it("writes whole numbers as they are, and refuses others", () => {
  expect(statement(sql`limit ${integer(-1)}`)).toEqual({ sql: "limit -1", params: [] });
  expect(() => integer(1.5)).toThrow(TypeError);
});

it("refuses a statement with more parameters than D1 takes", () => {
  const many = Array.from({ length: 101 }, (_, index) => value(index));
  expect(() => statement(sql`select ${comma(many)}`)).toThrow("101 parameters, 100 allowed");
});
