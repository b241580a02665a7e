import fc from "fast-check";
import { buildSchema, getOperationAST, getVariableValues, parse } from "graphql";
import { expect, it } from "vitest";
import { variableReader } from "./variable-reader.ts";

const schema = buildSchema(`
  enum E { A B }
  input F { n: Int, s: [String!], e: E, not: F, and: [F!], flag: Boolean }
  input G { id: ID!, n: Int = 7 }
  type Query { a: Float, id: ID }
`);
const operation = getOperationAST(parse("query ($n: Int = 3, $f: F, $g: [G!], $e: [E], $s: String!, $d: Float) { a }"));
if (operation == null) throw new TypeError("no operation");

const scalar = fc.constantFrom<unknown>(null, undefined, 0, 1, 2 ** 31, 1.5, "A", "x", true, [], {});
const members = fc.constantFrom("n", "s", "e", "not", "and", "flag", "id", "nope");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.constantFrom<unknown>({ n: 1, s: ["a"] }, { not: { and: [{ e: "A" }, { flag: true }] } }, [{ id: 1, n: 2 }]),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(members, tie("value"), { maxKeys: 3 }),
  ),
}));
/** Mostly one at a time, so that some fit. */
const given = fc
  .tuple(fc.constantFrom("n", "f", "g", "e", "d", "s", "other"), value, fc.constantFrom<unknown>("s", "s", "s", 1))
  .map(([name, found, s]): Readonly<Record<string, unknown>> => ({ s, [name]: found }));

it("reads variables as the library does, and finds the same wrong with them", () => {
  const read = variableReader(operation, schema);
  let fitting = 0;
  const property = fc.property(given, (variables) => {
    const wanted = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 10 });
    const made = read(variables);
    if (made.ok) fitting++;
    const told = made.ok ? made.value : made.error.map(({ message }) => message);
    expect(told).toEqual(wanted.errors?.map(({ message }) => message) ?? { ...wanted.coerced });
    if (made.ok) expect(JSON.stringify(made.value)).toBe(JSON.stringify(wanted.coerced));
  });
  fc.assert(property, { numRuns: 1_500 });
  expect(fitting).toBeGreaterThan(100);
});
