import fc from "fast-check";
import { expect, it } from "vitest";
import { buildRead } from "./build-read.ts";
import { lexQuery } from "./lex.ts";
import { headOf, shown, showRead } from "./test-show.ts";
import { magazine } from "./test-support.ts";

it("gives requests that differ only in values one shape", () => {
  const one = lexQuery("id=eq.1&title=like.*a*&id=in.(1,2)&or=(id.gt.3,title.eq.x)&select=id&comments.limit=3&limit=1");
  const two = lexQuery(
    "id=eq.9&title=like.b&id=in.(7)&or=(id.gt.4,title.eq.%22%2C%22)&select=id&comments.limit=9&limit=7",
  );
  expect(two.skeleton).toBe(one.skeleton);
  expect(two.arguments).toHaveLength(one.arguments.length);
});

it.each([
  ["id=eq.1", "id=gt.1"],
  ["id=eq.1", "id=not.eq.1"],
  ["id=eq.1", "title=eq.1"],
  ["id=is.null", "id=is.true"],
  ["id=eq.1", "id=in.(1)"],
  ["id=eq.{1}", "id=eq(any).{1}"],
  ["select=id", "select=title"],
  ["order=id", "order=id.desc"],
  ["or=(id.eq.1)", "and=(id.eq.1)"],
  ["or=(id.eq.1)", "not.or=(id.eq.1)"],
  ["or=(id.eq.1,id.eq.2)", "or=(id.eq.1)"],
  ["comments.limit=1", "comments.offset=1"],
  ["id=eq.1", "id=eq.1&title=eq.1"],
])("tells %s and %s apart", (one, two) => {
  expect(lexQuery(one).skeleton).not.toBe(lexQuery(two).skeleton);
});

const value = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "",
    "null",
    "a,b",
    "(x)",
    '"',
    "\\",
    "\u0000",
    "\u0001",
    "\u0002",
    "\u0003",
    "a.b",
    "{a}",
    "%41",
    "+",
    "&",
    "=",
  ),
);
const column = fc.constantFrom("id", "title", "status", "data->a", "data->>b");
const operator = fc.constantFrom("eq", "neq", "gt", "lte", "like", "ilike", "isdistinct", "not.eq", "not.ilike");

interface Made {
  readonly text: string;
  readonly shown: string;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function fieldShown(name: string): string {
  return name.replace("data->a", "data.a").replace("data->>b", "data.b text");
}

function comparison(name: string, operation: string, operand: string): string {
  const bare = `${fieldShown(name)} ${operation.replace("not.", "")} <${operand}>`;
  return operation.startsWith("not.") ? `not ${bare}` : bare;
}

const simple: fc.Arbitrary<Made> = fc.tuple(column, operator, value).map(([name, operation, operand]) => ({
  text: `${encodeURIComponent(name)}=${encodeURIComponent(`${operation}.${operand}`)}`,
  shown: comparison(name, operation, operand),
}));

const inList: fc.Arbitrary<Made> = fc
  .tuple(column, fc.array(value, { minLength: 1, maxLength: 4 }))
  .map(([name, items]) => ({
    text: `${encodeURIComponent(name)}=${encodeURIComponent(`in.(${items.map(quote).join(",")})`)}`,
    shown: `${fieldShown(name)} in <${items.length === 1 && items[0] === "" ? "" : items.join("|")}>`,
  }));

const leaf: fc.Arbitrary<Made> = fc.tuple(column, operator, value).map(([name, operation, operand]) => ({
  text: `${name}.${operation}.${quote(operand)}`,
  shown: comparison(name, operation, operand),
}));

const { tree } = fc.letrec<{ tree: Made; node: Made }>((tie) => ({
  tree: fc
    .tuple(fc.constantFrom("and", "or"), fc.array(tie("node"), { minLength: 1, maxLength: 3 }))
    .map(([kind, items]) => ({
      text: `${kind}(${items.map((item) => item.text).join(",")})`,
      shown: `(${items.map((item) => item.shown).join(` ${kind} `)})`,
    })),
  node: fc.oneof({ maxDepth: 3 }, leaf, tie("tree")),
}));

const logic: fc.Arbitrary<Made> = tree.map((made) => {
  const [, kind = "", items = ""] = /^(and|or)(.*)$/su.exec(made.text) ?? [];
  return { text: `${kind}=${encodeURIComponent(items)}`, shown: made.shown };
});

it("puts every value where it stood, whatever is in it", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(simple, inList, logic), { minLength: 1, maxLength: 5 }), (made) => {
      const query = made.map((part) => part.text).join("&");
      const all = made.map((part) => part.shown);
      const expected = all.length === 1 ? all[0] : `(${all.join(" and ")})`;
      expect(shown(magazine, "articles", query)).toBe(`articles{*} where ${expected}`);
    }),
    { numRuns: 500 },
  );
});

it("leaves nothing of a value in the shape", () => {
  const filter = fc.tuple(column, operator, value, value);
  fc.assert(
    fc.property(fc.array(filter, { minLength: 1, maxLength: 4 }), fc.boolean(), (filters, inTree) => {
      const [one, two] = [2, 3].map((which) => {
        const parts = filters.map((each) => [each[0], each[1], String(each[which])] as const);
        if (!inTree) return parts.map(([name, op, text]) => pair(name, `${op}.${text}`)).join("&");
        return pair("or", `(${parts.map(([name, op, text]) => `${name}.${op}.${quote(text)}`).join(",")})`);
      });
      expect(lexQuery(one ?? "").skeleton).toBe(lexQuery(two ?? "").skeleton);
    }),
    { numRuns: 500 },
  );
});

function pair(key: string, text: string): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(text)}`;
}

it("never throws, and every argument of a query is one that was lifted", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "or=",
      "and=",
      "(",
      ")",
      ",",
      ".",
      "id",
      "eq",
      "in",
      "not",
      "is.null",
      '"',
      "{",
      "}",
      "&",
      "=",
      "%",
      "%2",
      "%00",
      "->",
      "::",
      "!",
      "select=",
      "order=",
      "limit=",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const query = new URL(`https://a/?${pieces.join("").replaceAll("#", "")}`).search.slice(1);
      const lexed = lexQuery(query);
      const read = buildRead(magazine, headOf("articles"), lexed.skeleton);
      if (read.ok) expect(showRead(read.value, lexed.arguments)).not.toContain("MISSING");
    }),
    { numRuns: 2000 },
  );
});
