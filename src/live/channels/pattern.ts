import { DefinitionError } from "../../schema/definition-error.ts";

/** A pattern of channel names, compiled. */
export interface TopicPattern {
  /** What stands at the places with names; null where the name does not fit. */
  readonly match: (topic: string) => Readonly<Record<string, string>> | null;
}

const place = /\{([A-Za-z_][A-Za-z0-9_]*)\}|\*/g;

/** @throws DefinitionError for an empty pattern, a name that stands twice, more than one `*` */
export function topicPattern(pattern: string): TopicPattern {
  const where = `channel "${pattern}"`;
  if (pattern === "") throw new DefinitionError(where, "it has no name", "Give it one, such as room:{id}");
  const names: string[] = [];
  let source = "";
  let end = 0;
  for (const found of pattern.matchAll(place)) {
    source += literal(pattern.slice(end, found.index));
    end = found.index + found[0].length;
    const name = found[1] ?? "*";
    if (names.includes(name)) throw new DefinitionError(where, `${found[0]} stands in it twice`, "Use other names");
    names.push(name);
    source += name === "*" ? "(.*)" : "([^:]+)";
  }
  const expression = new RegExp(`^${source}${literal(pattern.slice(end))}$`, "su");
  return {
    match(topic) {
      const found = expression.exec(topic);
      if (found === null) return null;
      const pairs = names.map((name, index) => [name, found[index + 1] ?? ""] as const);
      return Object.fromEntries(pairs.filter(([name]) => name !== "*"));
    },
  };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
