import { expect, it } from "vitest";
import { hasRepeatedMember } from "./repeated-member.ts";

it.each([
  ['{"a":1,"b":2}', false],
  ['{"a":1,"a":2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":{"b":1},"b":2}', false],
  ['{"a":{"b":1,"b":1}}', true],
  ['{"a":[{"b":1},{"b":1}]}', false],
  ['{"a":[{"b":1,"b":1}]}', true],
  ['{"a":"a\\":\\"","b":"{\\"a\\":1,\\"a\\":1}"}', false],
  ['{"a":"b","b":"a","c":["a","a"]}', false],
  ['{"__proto__":1,"__proto__":1}', true],
  ["{}", false],
  ["[]", false],
])("%s: %s", (text, wanted) => {
  expect(hasRepeatedMember(text)).toBe(wanted);
});
