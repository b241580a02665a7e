const token = /[ \n\r\t]*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^{}[\],:" \n\r\t]+)/y;

/**
 * JSON text without the members of objects that are null, at every depth; elements of arrays stay. All else keeps its
 * text, so no digit of a number is lost. The text must be JSON.
 * Source: PostgreSQL, section 9.16, json_strip_nulls
 */
export function stripNulls(text: string): string {
  const tokens = tokensOf(text);
  let position = 0;

  function value(): string {
    const first = tokens[position++] ?? "";
    if (first === "{") return `{${members().join(",")}}`;
    return first === "[" ? `[${elements().join(",")}]` : first;
  }

  function members(): string[] {
    const kept: string[] = [];
    while (tokens[position] !== "}" && position < tokens.length) {
      const key = tokens[position] ?? "";
      position += 2;
      const member = value();
      if (member !== "null") kept.push(`${key}:${member}`);
      if (tokens[position] === ",") position++;
    }
    position++;
    return kept;
  }

  function elements(): string[] {
    const all: string[] = [];
    while (tokens[position] !== "]" && position < tokens.length) {
      all.push(value());
      if (tokens[position] === ",") position++;
    }
    position++;
    return all;
  }

  return value();
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) tokens.push(found[1] ?? "");
  return tokens;
}
