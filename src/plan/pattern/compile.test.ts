import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, compilePatterns, type Syntax } from "./compile.ts";

const regex: Syntax = { language: "regex", folded: false };
const folded: Syntax = { language: "regex", folded: true };

function made(text: string, syntax: Syntax): unknown {
  const compiled = compilePattern(text, syntax);
  if (!compiled.ok) return `${compiled.error.code} ${compiled.error.message}`;
  return compiled.value.program === null ? compiled.value.native : [compiled.value.native];
}

describe("a regular expression", () => {
  it.each<readonly [string, unknown]>([
    ["", "*"],
    ["foo", "*foo*"],
    ["^foo", "foo*"],
    ["foo$", "*foo"],
    ["^foo$", "foo"],
    ["^S.*e$", "S*e"],
    ["a.c", "*a?c*"],
    ["a.+c", "*a?*c*"],
    ["[0-9]{3}", "*[0-9][0-9][0-9]*"],
    ["^[^a-c]$", "[^a-c]"],
    ["a\\*b\\[", "*a[*]b[[]*"],
    ["***=a.b*", "*a.b[*]*"],
    ["(?q)^a$", "*^a$*"],
    ["(?x) a b # c\n d", "*abd*"],
    ["a(?#comment)b", "*ab*"],
    ["[.]", "*.*"],
    ["[[.-.]]", "*-*"],
    ["(ab)+", ["*ab*"]],
    ["a|b", ["*"]],
    ["x(a|b)y", ["*x*y*"]],
    ["[]a]", ["*?*"]],
    ["\\yfoo\\M", ["*foo*"]],
    ["a{1,3}", ["*a*"]],
    ["(?n)a.b", "*a[^\n]b*"],
    ["^(a|b)$", ["*"]],
  ])("%j is %j to the database, in brackets where an automaton decides", (text, wanted) => {
    expect(made(text, regex)).toEqual(wanted);
  });

  it.each([
    ["foo", "%foo%"],
    ["^50%_", "50\\%\\_%"],
    ["(?c)foo", ["%___%"]],
    ["été", ["%_t_%"]],
    ["[a-c]", ["%_%"]],
    ["[aA]b", "%ab%"],
  ])("that folds case, %j, is %j", (text, wanted) => {
    expect(made(text, folded)).toEqual(wanted);
  });

  it.each([
    ["*a", "quantifier operand invalid"],
    ["a**", "quantifier operand invalid"],
    ["a{2}{3}", "quantifier operand invalid"],
    ["a+*", "quantifier operand invalid"],
    ["^*", "quantifier operand invalid"],
    ["(*a)", "quantifier operand invalid"],
    ["a|*", "quantifier operand invalid"],
    ["(?a)", "invalid embedded option"],
    ["(a", "parentheses () not balanced"],
    ["a)", "parentheses () not balanced"],
    ["[a", "brackets [] not balanced"],
    ["[", "brackets [] not balanced"],
    ["[[:alpha:]", "brackets [] not balanced"],
    ["[[:letters:]]", "invalid character class"],
    ["[[:constructor:]]", "invalid character class"],
    ["[[.ab.]]", "invalid collating element"],
    ["[z-a]", "invalid character range"],
    ["[a-c-e]", "invalid character range"],
    ["[\\d-z]", "invalid character range"],
    ["[\\A]", "invalid escape \\ sequence"],
    ["a\\", "invalid escape \\ sequence"],
    ["\\q", "invalid escape \\ sequence"],
    ["\\u12", "invalid escape \\ sequence"],
    ["a{3,2}", "invalid repetition count(s)"],
    ["a{256}", "invalid repetition count(s)"],
    ["a{1,x}", "invalid repetition count(s)"],
    ["a{1", "braces {} not balanced"],
    ["(a)\\1", "back references are not available on this database"],
    ["a(?=b)", "lookaround is not available on this database"],
    ["(?<!a)b", "lookaround is not available on this database"],
    ["(a|b)*a(a|b){30}", "regular expression is too complex"],
    ["((((a{0,99}){0,99}){0,99}){0,99}){0,99}", "regular expression is too complex"],
    [`${"(".repeat(500)}a${")".repeat(500)}`, "regular expression is too complex"],
    ["a".repeat(1_001), "regular expression is too complex"],
  ])("%j is refused in PostgreSQL's words", (text, message) => {
    expect(made(text, regex)).toBe(`2201B invalid regular expression: ${message}`);
  });

  it("is no NUL and no half of a character", () => {
    expect(made("a\u0000", regex)).toMatch(/^22021/);
    expect(made("a\ud800", regex)).toMatch(/^22021/);
  });

  it("is cut for the database where it is longer than D1 takes", () => {
    expect(made("é".repeat(26), regex)).toEqual([`*${"é".repeat(24)}*`]);
    expect(made("x".repeat(48), regex)).toBe(`*${"x".repeat(48)}*`);
  });
});

it("leaves to the automaton only what the database cannot answer", () => {
  const any = compilePatterns(["a%", "é%"], "any", { language: "like", folded: true });
  expect(any).toMatchObject({ ok: true, value: { natives: ["a%"], program: expect.any(String) } });
  const all = compilePatterns(["a%", "é%"], "all", { language: "like", folded: true });
  expect(all).toMatchObject({ ok: true, value: { natives: ["a%", "_%"], program: expect.any(String) } });
  expect(compilePatterns(["a%", "b"], "any", { language: "like", folded: true })).toEqual({
    ok: true,
    value: { natives: ["a%", "b"], program: null },
  });
});

it("takes or refuses whatever is written, with a code", () => {
  const sign = fc.constantFrom(...("abc\\[](){}|*+?^$.-,:=!<>019dwsmMyZAu\n é😀%_".match(/./gsu) ?? []));
  const text = fc.oneof(
    fc.array(sign, { maxLength: 30 }).map((signs) => signs.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(text, fc.constantFrom("like" as const, "regex" as const), fc.boolean(), (given, language, isFolded) => {
      const compiled = compilePattern(given, { language, folded: isFolded });
      if (!compiled.ok) return /^(?:2201B|22025|22021|54000)$/.test(compiled.error.code);
      return (compiled.value.program?.length ?? 0) < 53_249 && compiled.value.native.length <= 50;
    }),
    { numRuns: 5_000 },
  );
});
