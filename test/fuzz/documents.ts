import fc from "fast-check";

/** A request to `/graphql/v1` that a broken client, or somebody with bad intentions, might send. */
export interface GraphRequest {
  readonly method: string;
  readonly search: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const nasty: readonly string[] = [
  "",
  "null",
  "'; drop table articles; --",
  '") union select encrypted_password from auth_users --',
  "1e999",
  "-9223372036854775809",
  "9".repeat(400),
  "00000000-0000-4000-8000-000000000001",
  "\u0000",
  "\ud800",
  "😀",
  "\u202e",
  "%",
  "(((((",
  "{a,b",
  '{"a":{"b":[1,null]}}',
  "[[[[",
  "a".repeat(3_000),
  "__proto__",
  "constructor",
  "2026-02-30",
  "(a+)+$",
  "draft",
];

/** A value of any kind, as a document writes it: mostly one that some argument takes. */
const literal: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    "1",
    "-1",
    "0",
    "2147483647",
    "9999999999",
    "1.5",
    "1e400",
    "true",
    "null",
    "published",
    "NULL",
    "nope",
  ),
  fc.constantFrom("[]", "{}", "[null]", '["a", null]', "[[1]]", "{ eq: 1 }", '{ title: { eq: "x" } }', "$v", "$w"),
  fc.string({ unit: "binary", maxLength: 8 }).map((text) => JSON.stringify(text)),
);

const text = fc.constantFrom(...nasty).map((each) => JSON.stringify(each));

/** What fits a place of a template, as the letter after its `%` says. */
const fitting: Readonly<Record<string, fc.Arbitrary<string>>> = {
  s: text,
  i: fc.constantFrom("0", "1", "2", "30", "2147483647"),
  u: fc.constantFrom('"00000000-0000-4000-8000-000000000001"', '"20000000-0000-4000-8000-000000000001"'),
  b: fc.constantFrom("true", "false"),
  f: fc.constantFrom('{ title: { eq: "x" } }', "{ id: { is: NULL } }", "{}", "{ not: { status: { eq: draft } } }"),
  l: fc.constantFrom("[]", '["a", "b"]', "[published, draft]", "[draft]"),
  j: fc.constantFrom('"{}"', "{ a: 1 }", '"[1, null]"'),
  o: fc.constantFrom("{ title: AscNullsFirst }", "{ id: DescNullsLast }"),
};

/** Documents that are right. */
const templates: readonly string[] = [
  "{ articlesCollection(first: %i) { totalCount edges { cursor node { nodeId id title meta keywords } } } }",
  "{ articlesCollection(filter: { title: { like: %s } }) { edges { node { title } } } }",
  "{ articlesCollection(filter: { title: { regex: %s } }) { edges { node { title } } } }",
  "{ articlesCollection(filter: { keywords: { contains: %l }, meta: { contains: %j } }) { totalCount } }",
  "{ articlesCollection(filter: { or: [{ id: { eq: %u } }, { not: { status: { in: %l } } }] }) { totalCount } }",
  "{ articlesCollection(filter: { author: { handle: { eq: %s } }, commentsCollection: { some: { body: { ilike: %s } } } }) { totalCount } }",
  "{ articlesCollection(after: %s, before: %s, first: %i) { pageInfo { hasNextPage startCursor endCursor } } }",
  "{ articlesCollection(last: %i, orderBy: [{ publishedAt: DescNullsLast }, %o]) { edges { node { slug } } } }",
  "{ articlesCollection(offset: %i, first: %i) { aggregate { count max { title } sum { readingMinutes } } } }",
  "{ articlesByPk(id: %u) { title author { displayName } commentsCollection(first: %i) { edges { node { body } } } } }",
  "{ articlesBySlug(slug: %s) { ...A } } fragment A on Articles { id __typename author { articlesCollection(filter: %f) { totalCount } } }",
  "{ node(nodeId: %s) { nodeId ... on Articles { title } ... on Comments { body } } }",
  "{ relatedArticles(article: %u, top: %i) { edges { node { title } } } }",
  "query ($v: String, $w: Int) { articlesCollection(filter: { title: { eq: $v } }, first: $w) { edges { node { title @include(if: %b) } } } }",
  "query ($v: ArticlesFilter, $w: [ArticlesOrderBy!]) { articlesCollection(filter: $v, orderBy: $w) { totalCount } }",
  "query A { __typename } query B($v: Boolean!) { profilesCollection { totalCount @skip(if: $v) } }",
  "{ __schema { types { name fields { name args { defaultValue } } } } __type(name: %s) { name kind } }",
  "mutation { insertIntoCommentsCollection(objects: [{ body: %s, articleId: %u }]) { affectedCount records { id body } } }",
  "mutation { insertIntoTagsCollection(objects: [{ slug: %s, name: %s }], onConflict: { constraint: tags_slug_key }) { affectedCount records { id } } }",
  "mutation ($v: [ArticlesInsertInput!]!) { insertIntoArticlesCollection(objects: $v) { affectedCount } }",
  "mutation { updateArticlesCollection(set: { title: %s, meta: %j, keywords: %l }, filter: { id: { eq: %u } }, atMost: %i) { affectedCount records { title } } }",
  "mutation { deleteFromReactionsCollection(filter: { kind: { eq: %s } }, atMost: %i) { affectedCount } }",
  "mutation { deleteFromArticlesCollection(filter: { slug: { eq: %s } }) { records { id } } updateProfilesCollection(set: { bio: %s }, filter: { id: { eq: %u } }) { affectedCount } }",
  "mutation { subscribe(email: %s) }",
  "subscription { articlesCollection { totalCount } }",
];

/** Most places hold what fits, and any of them may hold anything. */
const written: fc.Arbitrary<string> = fc.constantFrom(...templates).chain((template) => {
  const parts = template.split(/%([a-z])/);
  const arbitraries = parts.map((part, index): fc.Arbitrary<string> => {
    if (index % 2 === 0) return fc.constant(part);
    return fc.oneof({ weight: 9, arbitrary: fitting[part] ?? text }, { weight: 1, arbitrary: literal });
  });
  return fc.tuple(...arbitraries).map((all) => all.join(""));
});

const words = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "!",
  "...",
  "@include(if: true)",
  "@skip(if: $v)",
  "on Articles",
  "fragment X on Query",
  "$v",
  ":",
  '"""',
  '"',
  "\\u",
  "#",
  "&",
  "|",
  "=",
  ",",
  "\u0000",
  "\ufeff",
  "extend type Query",
  "query",
  "mutation",
  "__typename",
  "id",
  "node",
  "edges",
];

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly word: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(400),
  length: fc.constantFrom(0, 0, 1, 3, 12, 60),
  word: fc.oneof(fc.constantFrom("", ...words), fc.string({ unit: "binary", maxLength: 4 })),
});

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, { at, length, word }) => {
    const from = at % (before.length + 1);
    return before.slice(0, from) + word + before.slice(from + length);
  }, text);
}

const few = fc.array(edit, { minLength: 1, maxLength: 3 });

const documents: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: written },
  { weight: 3, arbitrary: fc.tuple(written, few).map(([text, edits]) => edited(text, edits)) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((all) => all.join(" ")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

const rows = fc.array(
  fc.dictionary(
    fc.constantFrom("title", "slug", "body", "meta", "keywords", "status", "authorId", "nope"),
    fc.oneof(fc.constantFrom<unknown>(...nasty, null, 1, true), fc.jsonValue({ maxDepth: 2 })),
    { maxKeys: 5 },
  ),
  { maxLength: 3 },
);
const value = fc.oneof(
  fc.constantFrom<unknown>(...nasty, null, 0, -1, 1e308, true, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  rows,
);
const variables = fc.oneof(
  { weight: 4, arbitrary: fc.record({ v: value, w: value }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: value },
);

const call = fc.record(
  {
    query: fc.oneof({ weight: 12, arbitrary: documents as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: value }),
    variables,
    operationName: fc.oneof(fc.constantFrom<unknown>("A", "B", "", null, "constructor"), value),
    extensions: fc.oneof(
      fc.constantFrom<unknown>({ persistedQuery: { version: 1, sha256Hash: "a".repeat(64) } }, {}),
      value,
    ),
    documentId: value,
  },
  { requiredKeys: ["query"] },
);
const mostly = fc.oneof(
  { weight: 6, arbitrary: call.map(({ query, variables: given }) => ({ query, variables: given }) as unknown) },
  { weight: 2, arbitrary: call as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.array(call, { maxLength: 3 }) as fc.Arbitrary<unknown> },
);

const bodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: mostly.map((given) => JSON.stringify(given)) },
  { weight: 1, arbitrary: fc.tuple(mostly, few).map(([given, edits]) => edited(JSON.stringify(given), edits)) },
);

const headers = fc.record(
  {
    "content-type": fc.constantFrom(
      "application/json; charset=utf-8",
      "application/graphql",
      "text/plain",
      "",
      "application/json; charset=latin1",
      "multipart/form-data",
    ),
    accept: fc.constantFrom(
      "application/json",
      "text/html",
      "text/event-stream",
      "multipart/mixed",
      "*/*",
      ";;;",
      "application/graphql-response+json;q=0",
      "x",
    ),
    authorization: fc.constantFrom(
      "Bearer",
      "Bearer x.y.z",
      "Bearer eyJhbGciOiJub25lIn0.e30.",
      `Bearer ${"a".repeat(9_000)}`,
    ),
    "content-encoding": fc.constantFrom("gzip", "br"),
    "x-d1-bookmark": fc.constantFrom("first-primary", "0".repeat(5_000)),
    "idempotency-key": fc.constantFrom("k", "", "'; drop table articles; --"),
  },
  { requiredKeys: [] },
);

function inAddress(given: unknown): string {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return "?query=%7B";
  const entries = Object.entries(given).map(([name, member]: [string, unknown]) => {
    const text = typeof member === "string" ? member : (JSON.stringify(member) ?? "");
    return `${name}=${encodeURIComponent(text.toWellFormed())}`;
  });
  return `?${entries.join("&")}`;
}

const base = { accept: "application/graphql-response+json", "content-type": "application/json" };

const given = fc.oneof(
  { weight: 6, arbitrary: bodies.map((body) => ({ method: "POST", search: "", body })) },
  { weight: 2, arbitrary: mostly.map((each) => ({ method: "GET", search: inAddress(each), body: null })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("PUT", "DELETE", "PATCH", "OPTIONS"), bodies)
      .map(([method, body]) => ({ method, search: "", body })),
  },
);

export const graphRequest: fc.Arbitrary<GraphRequest> = fc
  .tuple(given, fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers }))
  .map(([request, more]) => ({ ...request, headers: { ...base, ...more } }));
