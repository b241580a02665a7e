/** Whether a text fits a pattern. */
export type Glob = (text: string) => boolean;

/** One place of a pattern: characters that fit it, once or any number of times. */
interface Place {
  readonly fits: (character: string) => boolean;
  readonly repeats: boolean;
}

/** So many alternatives may `{a,b}{c,d}` come to. */
const maxAlternatives = 256;

/**
 * A pattern of GoTrue's redirect allow-list: `*` is any run without `.` and `/`, `**` any run, `?` one character that is
 * neither, `[a-z]` and `[!a-z]` one of a class, `{a,b}` one of several, `\` the next character itself. The whole text has
 * to fit. It is matched by following all ways at once, so that no text takes longer than its length times the pattern's.
 * Throws TypeError for a pattern that does not close what it opens.
 * Source: https://supabase.com/docs/guides/auth/redirect-urls
 */
export function compileGlob(pattern: string): Glob {
  const alternatives = expand(pattern).map((plain) => places(plain, pattern));
  return (text) => alternatives.some((alternative) => matches(alternative, text));
}

/** The pattern once for each of its alternatives, innermost braces first. */
function expand(pattern: string): readonly string[] {
  let patterns: readonly string[] = [pattern];
  for (;;) {
    const next = patterns.flatMap((text) => {
      const inner = /(?<!\\)\{([^{}]*)(?<!\\)\}/.exec(text);
      if (inner?.[1] === undefined) return [text];
      const before = text.slice(0, inner.index);
      const after = text.slice(inner.index + inner[0].length);
      return inner[1].split(",").map((choice) => `${before}${choice}${after}`);
    });
    if (next.length > maxAlternatives) throw new TypeError(`redirectUrls: ${pattern} has too many alternatives`);
    if (next.every((text, at) => text === patterns[at])) return next;
    patterns = next;
  }
}

const anything = (): boolean => true;
const noSeparator = (character: string): boolean => character !== "." && character !== "/";

function places(plain: string, pattern: string): readonly Place[] {
  const found: Place[] = [];
  for (let at = 0; at < plain.length; at++) {
    const character = plain.charAt(at);
    if (character === "*") {
      const isAny = plain.charAt(at + 1) === "*";
      while (plain.charAt(at + 1) === "*") at++;
      found.push({ fits: isAny ? anything : noSeparator, repeats: true });
    } else if (character === "?") found.push({ fits: noSeparator, repeats: false });
    else if (character === "[") {
      const end = plain.indexOf("]", at + 2);
      if (end === -1) throw new TypeError(`redirectUrls: ${pattern} does not close its [`);
      found.push({ fits: classOf(plain.slice(at + 1, end)), repeats: false });
      at = end;
    } else if (character === "{") throw new TypeError(`redirectUrls: ${pattern} does not close its {`);
    else {
      const literal = character === "\\" ? plain.charAt(++at) : character;
      found.push({ fits: (given) => given === literal, repeats: false });
    }
  }
  return found;
}

function classOf(inner: string): Place["fits"] {
  const isNegated = inner.startsWith("!") || inner.startsWith("^");
  const members = isNegated ? inner.slice(1) : inner;
  const ranges = [...members.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => [
    from ?? single ?? "",
    to ?? single ?? "",
  ]);
  const has = (given: string): boolean => ranges.some(([from = "", to = ""]) => given >= from && given <= to);
  return (given) => has(given) !== isNegated;
}

function matches(pattern: readonly Place[], text: string): boolean {
  let reached = skipped(pattern, new Set([0]));
  for (let at = 0; at < text.length && reached.size > 0; at++) {
    const next = new Set<number>();
    for (const place of reached) {
      const { fits, repeats } = pattern[place] ?? { fits: () => false, repeats: false };
      if (fits(text.charAt(at))) next.add(repeats ? place : place + 1);
    }
    reached = skipped(pattern, next);
  }
  return reached.has(pattern.length);
}

/** What repeats may be left out: the places behind it are reached too. A set is walked while it grows. */
function skipped(pattern: readonly Place[], reached: Set<number>): Set<number> {
  for (const place of reached) if (pattern[place]?.repeats === true) reached.add(place + 1);
  return reached;
}
