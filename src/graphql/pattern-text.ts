import type { Pattern } from "./meaning.ts";

/** A pattern of LIKE, or the beginning of a text, as a regular expression. (In PostgREST's LIKE, `*` is a sign too.) */
export const patternText: Readonly<Record<Pattern, (text: string) => string>> = {
  prefix: (text) => `^${escaped(text)}`,
  like(text) {
    let made = "";
    for (let index = 0; index < text.length; index++) {
      const sign = text.charAt(index);
      if (sign === "%") made += ".*";
      else if (sign === "_") made += ".";
      else if (sign === "\\") made += escaped(text.charAt(++index));
      else made += escaped(sign);
    }
    return `^${made}$`;
  },
};

function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
