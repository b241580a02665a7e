/**
 * How deep a document's brackets are nested, found without a parser: parsers call themselves for each, and the stack has an
 * end. Never less than what a parser would meet.
 */
export function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === hash) index = endOfLine(text, index);
    else if (code === quote) index = endOfString(text, index);
    else if (code === brace || code === bracket || code === parenthesis) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === brace + 2 || code === bracket + 2 || code === parenthesis + 1) depth--;
  }
  return deepest;
}

const hash = 35;
const quote = 34;
const backslash = 92;
const brace = 123;
const bracket = 91;
const parenthesis = 40;

function endOfLine(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || code === 13) return index;
  }
  return text.length;
}

/** Of a string that does not end, the line: a parser stops there. */
function endOfString(text: string, start: number): number {
  if (text.startsWith('"""', start)) {
    for (let end = text.indexOf('"""', start + 3); end !== -1; end = text.indexOf('"""', end + 3)) {
      if (text.charCodeAt(end - 1) !== backslash) return end + 2;
    }
    return text.length;
  }
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === backslash) index++;
    else if (code === quote || code === 10 || code === 13) return index;
  }
  return text.length;
}
