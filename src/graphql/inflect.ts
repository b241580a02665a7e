/** `blog_post` as a type's name, `BlogPost`. What GraphQL's names cannot hold is written by its code point. */
export function typeName(name: string): string {
  return legal(pieces(name).map(upperFirst).join(""));
}

/** `author_id` as a field's name, `authorId`. */
export function fieldName(name: string): string {
  const [first = "", ...rest] = pieces(name);
  return legal(lowerFirst(first) + rest.map(upperFirst).join(""));
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function pieces(name: string): readonly string[] {
  return name
    .replace(/[^\x20-\x7e]/gu, (sign) => `_u${(sign.codePointAt(0) ?? 0).toString(16)}`)
    .split(/[^A-Za-z0-9]+/)
    .filter((piece) => piece !== "");
}

function legal(name: string): string {
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}

/** Names that are taken, each once. */
export interface Taken {
  /** The first of the candidates that is free; if none is, the last with a number. */
  readonly take: (...candidates: readonly string[]) => string;
}

export function makeTaken(reserved: Iterable<string> = []): Taken {
  const taken = new Set(reserved);
  return {
    take(...candidates) {
      let name = candidates.find((candidate) => !taken.has(candidate));
      for (let number = 2; name === undefined; number++) {
        const numbered = `${candidates.at(-1) ?? "_"}${number}`;
        if (!taken.has(numbered)) name = numbered;
      }
      taken.add(name);
      return name;
    },
  };
}
