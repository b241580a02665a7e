import { err, ok, type Result } from "../../kernel/result.ts";
import { anyChar, charSet, single } from "./char-set.ts";
import { type Node, type PatternReason, sequence, unwritableText } from "./node.ts";
import { casesOf } from "./unicode.ts";

/** In characters. */
const maxLength = 2_000;

/**
 * A pattern of LIKE or, `folded`, of ILIKE, in which `*` is another `%` as in PostgREST's dialect: `\*` is then `\%`, the
 * sign that it stands for, taken as it is.
 */
export function parseLike(text: string, folded: boolean): Result<Node, PatternReason> {
  const unwritable = unwritableText(text);
  if (unwritable !== null) return err(unwritable);
  const characters = [...text.replaceAll("*", "%")];
  if (characters.length > maxLength) {
    return err({ code: "54000", message: `pattern is longer than ${maxLength} characters` });
  }
  const items: Node[] = [{ kind: "assertion", what: "start" }];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "%") items.push(anything);
    else if (character === "_") items.push({ kind: "set", set: anyChar });
    else {
      const taken = character === "\\" ? characters[++index] : character;
      if (taken === undefined) return err(endsWithEscape);
      const codePoint = taken.codePointAt(0) ?? 0;
      const set = folded ? charSet(casesOf(codePoint).map((each) => [each, each] as const)) : single(codePoint);
      items.push({ kind: "set", set });
    }
  }
  return ok(sequence([...items, { kind: "assertion", what: "end" }]));
}

const anything: Node = { kind: "repeat", item: { kind: "set", set: anyChar }, least: 0, most: null };

export const endsWithEscape: PatternReason = {
  code: "22025",
  message: "LIKE pattern must not end with escape character",
};
