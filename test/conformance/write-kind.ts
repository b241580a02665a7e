import type { Json } from "../../src/kernel/json.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { count, failureOf, logged, representation } from "./words.ts";

interface Kept {
  readonly column: string;
  readonly given: Json;
  /** As it comes back; absent: as given. */
  readonly kept?: Json;
}

const kept: readonly Kept[] = [
  { column: "short", given: "12345" },
  { column: "short", given: "12345   ", kept: "12345" },
  { column: "short", given: "😀é日", kept: "😀é日" },
  { column: "short", given: 12, kept: "12" },
  { column: "short", given: [1], kept: "[1]" },
  { column: "short", given: "" },
  { column: "whole", given: "42", kept: 42 },
  { column: "whole", given: -9_007_199_254_740_991 },
  { column: "ratio", given: 1e-7 },
  { column: "ratio", given: "1e3", kept: 1000 },
  { column: "amount", given: "12.50", kept: 12.5 },
  { column: "flag", given: "yes", kept: true },
  { column: "flag", given: 0, kept: false },
  { column: "moment", given: "2026-03-01T10:00:00+02:00", kept: "2026-03-01T08:00:00+00:00" },
  { column: "moment", given: "2026-03-01", kept: "2026-03-01T00:00:00+00:00" },
  { column: "day", given: "2026-02-28" },
  { column: "day", given: "2026-02-28T23:00:00Z", kept: "2026-02-28" },
  { column: "hour", given: "09:30", kept: "09:30:00" },
  { column: "ref", given: "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", kept: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" },
  { column: "mood", given: "storm" },
  { column: "data", given: { deep: [{ er: null }] } },
  { column: "data", given: "text" },
  { column: "data", given: [] },
  { column: "words", given: ["a", "b,c", 'd"'] },
  { column: "words", given: '{a,"b,c"}', kept: ["a", "b,c"] },
  { column: "numbers", given: [1, "2", null], kept: [1, 2, null] },
  { column: "raw", given: "\\x00FF", kept: "\\x00ff" },
  { column: "raw", given: "é\\\\", kept: "\\xc3a95c" },
];

interface Refused {
  readonly column: string;
  readonly given: Json;
  readonly code: string;
  readonly message: string;
  readonly details?: string;
}

const refused: readonly Refused[] = [
  {
    column: "short",
    given: "a\u0000",
    code: "22P05",
    message: "unsupported Unicode escape sequence",
    details: "\\u0000 cannot be converted to text.",
  },
  {
    column: "short",
    given: "\ud83d",
    code: "22P02",
    message: "invalid input syntax for type json",
    details: "Unicode low surrogate must follow a high surrogate.",
  },
  { column: "short", given: "123456", code: "22001", message: "value too long for type character varying(5)" },
  { column: "whole", given: "x", code: "22P02", message: 'invalid input syntax for type integer: "x"' },
  { column: "whole", given: 1.5, code: "22P02", message: 'invalid input syntax for type integer: "1.5"' },
  { column: "whole", given: "", code: "22P02", message: 'invalid input syntax for type integer: ""' },
  { column: "whole", given: [1], code: "22P02", message: 'invalid input syntax for type integer: "[1]"' },
  {
    column: "whole",
    given: "99999999999999999999",
    code: "22003",
    message: 'value "99999999999999999999" is out of range for type integer',
  },
  {
    column: "huge",
    given: "9223372036854775808",
    code: "22003",
    message: 'value "9223372036854775808" is out of range for type bigint',
  },
  { column: "ratio", given: "half", code: "22P02", message: 'invalid input syntax for type double precision: "half"' },
  { column: "ratio", given: "1e999", code: "22003", message: '"1e999" is out of range for type double precision' },
  { column: "amount", given: "half", code: "22P02", message: 'invalid input syntax for type numeric: "half"' },
  { column: "flag", given: "maybe", code: "22P02", message: 'invalid input syntax for type boolean: "maybe"' },
  {
    column: "moment",
    given: "soon",
    code: "22007",
    message: 'invalid input syntax for type timestamp with time zone: "soon"',
  },
  {
    column: "moment",
    given: "2026-13-01T00:00:00Z",
    code: "22008",
    message: 'date/time field value out of range: "2026-13-01T00:00:00Z"',
  },
  { column: "day", given: "soon", code: "22007", message: 'invalid input syntax for type date: "soon"' },
  { column: "day", given: "2026-02-30", code: "22008", message: 'date/time field value out of range: "2026-02-30"' },
  {
    column: "hour",
    given: "soon",
    code: "22007",
    message: 'invalid input syntax for type time without time zone: "soon"',
  },
  { column: "hour", given: "25:00", code: "22008", message: 'date/time field value out of range: "25:00"' },
  { column: "ref", given: "not-one", code: "22P02", message: 'invalid input syntax for type uuid: "not-one"' },
  { column: "words", given: 5, code: "22P02", message: "expected JSON array" },
  {
    column: "words",
    given: "a,b",
    code: "22P02",
    message: 'malformed array literal: "a,b"',
    details: 'Array value must start with "{" or dimension information.',
  },
  { column: "numbers", given: ["x"], code: "22P02", message: 'invalid input syntax for type integer: "x"' },
  { column: "raw", given: "\\xzz", code: "22023", message: 'invalid hexadecimal digit: "z"' },
  { column: "raw", given: "\\x123", code: "22023", message: "invalid hexadecimal data: odd number of digits" },
  { column: "raw", given: "\\", code: "22P02", message: "invalid input syntax for type bytea" },
];

/** Values of every kind, as they are kept and come back. */
export const keptValues: readonly Scenario[] = kept.map(({ column, given, ...more }) => ({
  name: `${column}: ${JSON.stringify(given)}`,
  request: `POST /samples?select=${column}`,
  body: { [column]: given },
  headers: representation,
  status: 201,
  answer: [{ [column]: more.kept === undefined ? given : more.kept }],
}));

/** Values that are none, in PostgreSQL's codes and words; nothing is written. */
export const refusedValues: readonly Scenario[] = refused.flatMap(({ column, given, code, message, details }) => {
  const answer = failureOf(code, message, { details: details ?? null });
  const rest = { body: { [column]: given }, status: 400, answer, roundTrips: 0 };
  return [
    {
      ...rest,
      name: `${column}: ${JSON.stringify(given)}`,
      request: "POST /samples",
      effects: [count("samples", 1), logged()],
    },
    { ...rest, name: `${column}: ${JSON.stringify(given)}, in an update`, request: "PATCH /samples?id=eq.1" },
  ];
});
