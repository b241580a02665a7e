/** How an answer is written. https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types */
export type AnswerMedia = "application/json" | "application/graphql-response+json";

interface Range {
  readonly type: string;
  readonly quality: number;
}

const maxKnown = 100;
const known = new Map<string, AnswerMedia | null>();

/** What the client takes, RFC 9110 section 12.5.1; null where it takes neither. Who says nothing gets `application/json`. */
export function negotiate(accept: string | null): AnswerMedia | null {
  if (accept === null || accept.trim() === "") return "application/json";
  const before = known.get(accept);
  if (before !== undefined) return before;
  const media = chosen(accept);
  // Clients send few different ones; who sends many gains nothing by it.
  if (known.size < maxKnown && accept.length < 200) known.set(accept, media);
  return media;
}

function chosen(accept: string): AnswerMedia | null {
  const ranges = accept.split(",").map(rangeOf);
  const quality = (type: string): number =>
    ranges.find((range) => range.type === type)?.quality ??
    ranges.find((range) => range.type === "application/*")?.quality ??
    ranges.find((range) => range.type === "*/*")?.quality ??
    0;
  const json = quality("application/json");
  const graph = quality("application/graphql-response+json");
  if (json <= 0 && graph <= 0) return null;
  const isNamed = ranges.some(({ type }) => type === "application/graphql-response+json");
  return graph > json || (graph === json && isNamed) ? "application/graphql-response+json" : "application/json";
}

function rangeOf(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const given = parameters.find((each) => each.startsWith("q="))?.slice(2);
  const charset = parameters.find((each) => each.startsWith("charset="))?.slice(8);
  const isWritten = charset === undefined || charset === "utf-8" || charset === '"utf-8"';
  const quality = given === undefined ? 1 : Number(given);
  return { type, quality: isWritten && quality >= 0 ? quality : 0 };
}

/** A person with a browser asks for a page, and names it. */
export function wantsPage(accept: string | null): boolean {
  return accept?.split(",").some((range) => range.trim().toLowerCase().startsWith("text/html")) ?? false;
}
