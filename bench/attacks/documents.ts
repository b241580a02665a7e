/** A request to `/graphql/v1` that means no good, of the Chinook music store. */
export interface Attack {
  readonly name: string;
  readonly method: "GET" | "POST";
  /** What follows the path. */
  readonly query: string;
  readonly body: string | null;
  readonly contentType: string;
}

function posted(name: string, body: unknown): Attack {
  return raw(name, JSON.stringify(body));
}

function raw(name: string, body: string, contentType = "application/json"): Attack {
  return { name, method: "POST", query: "", body, contentType };
}

function got(name: string, query: string): Attack {
  return { name, method: "GET", query, body: null, contentType: "application/json" };
}

function document(name: string, query: string, variables: unknown = undefined): Attack {
  return posted(name, { query, variables });
}

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(" ");
}

function nest(depth: number): string {
  return depth === 0 ? "name" : `albumsCollection { edges { node { artist { ${nest(depth - 1)} } } } }`;
}

function within(depth: number, open: string, core: string, close: string): string {
  return `${open.repeat(depth)}${core}${close.repeat(depth)}`;
}

const one = (selection: string): string => `{ artistsByPk(id: 1) { ${selection} } }`;
const filtered = "query ($filter: ArtistsFilter) { artistsCollection(filter: $filter) { totalCount } }";

const overload: readonly Attack[] = [
  document("1,000 aliases of a lookup", `{ ${times(1_000, (i) => `a${i}: artistsByPk(id: 1) { name }`)} }`),
  document(
    "aliases spread over fragments",
    `{ ${times(15, (i) => `...F${i}`)} } ${times(15, (i) => `fragment F${i} on Query { ${times(10, (j) => `a${i}x${j}: __typename`)} }`)}`,
  ),
  document("30 root fields", `{ ${times(30, (i) => `a${i}: __typename`)} }`),
  document("1,000 directives at a field", one(`name ${"@include(if: true) ".repeat(1_000)}`)),
  document("unknown directives", `query ${times(60, (i) => `@d${i}`)} { __typename }`),
  document("directives at definitions of variables", `query (${times(60, (i) => `$v${i}: Int @d`)}) { __typename }`),
  document("the same field 2,000 times", one("name ".repeat(2_000))),
  document(
    "the same field with other arguments, merged",
    one(times(21, () => "albumsCollection(first: 1) { totalCount }")),
  ),
  document(
    "fields that cannot be merged",
    one(times(200, (i) => `... on Artists { x: albumsCollection(first: ${i}) { totalCount } }`)),
  ),
  document("20,000 words", one(times(20_000, () => "name"))),
  document("500 operations", `${times(500, (i) => `query Q${i} { __typename }`)}`),
  document("1,500 variables", `query (${times(1_500, (i) => `$v${i}: Int`)}) { __typename }`),
  document(
    "3,000 variables used by one filter",
    `query (${times(900, (i) => `$v${i}: Int`)}) { artistsCollection(filter: { id: { in: [${times(900, (i) => `$v${i}`)}] } }) { totalCount } }`,
  ),
  document("unknown fields with long names", `{ ${times(19, (i) => `${"artistsCollectio".repeat(100)}${i}`)} }`),
];

const circles: readonly Attack[] = [
  document("a circle of fragments", `${one("...A")} fragment A on Artists { ...B } fragment B on Artists { ...A }`),
  document("a fragment in itself", `${one("...A")} fragment A on Artists { name ...A }`),
  document(
    "a circle of 90 fragments",
    `${one("...F0")} ${times(90, (i) => `fragment F${i} on Artists { ...F${(i + 1) % 90} }`)}`,
  ),
  document(
    "a circle that nobody spreads",
    `{ __typename } fragment A on Artists { ...B } fragment B on Artists { ...A }`,
  ),
  document(
    "fragments doubled at each step",
    `${one("...F0 ...F0")} ${times(25, (i) => `fragment F${i} on Artists { ...F${i + 1} ...F${i + 1} }`)} fragment F25 on Artists { name }`,
  ),
  document("200 fragments", `${one("name")} ${times(200, (i) => `fragment F${i} on Artists { name }`)}`),
];

const depth: readonly Attack[] = [
  document("20 collections deep", `{ artistsCollection { edges { node { ${nest(20)} } } } }`),
  document("20,000 braces", "{ a ".repeat(20_000)),
  document(
    "20,000 brackets in a value",
    `{ artistsCollection(filter: { and: ${"[".repeat(20_000)} }) { totalCount } }`,
  ),
  document("1,000 inline fragments in one another", within(1_000, "{ ... ", "{ __typename }", " }")),
  document("a type of 5,000 lists", `query ($v: ${within(5_000, "[", "Int", "]")}) { __typename }`),
  document(
    "a filter of 500 nots",
    `{ artistsCollection(filter: ${within(500, "{ not: ", "{ id: { eq: 1 } }", " }")}) { totalCount } }`,
  ),
  raw(
    "a variable of 20,000 nots",
    `{"query":${JSON.stringify(filtered)},"variables":{"filter":${within(20_000, '{"not":', "{}", "}")}}}`,
  ),
  raw(
    "a variable of 2,000 nots",
    `{"query":${JSON.stringify(filtered)},"variables":{"filter":${within(2_000, '{"not":', "{}", "}")}}}`,
  ),
  raw(
    "a variable of 60,000 lists",
    `{"query":"query ($v: [Int]) { __typename }","variables":{"v":${within(60_000, "[", "1", "]")}}}`,
  ),
  raw(
    "a JSON value 50,000 deep",
    `{"query":"query ($j: String) { __typename }","variables":{"j":${within(50_000, '{"a":', "1", "}")}}}`,
  ),
  raw("100,000 brackets", "[".repeat(100_000)),
];

const schema: readonly Attack[] = [
  document("a loop in the schema", `{ __schema { types { ${within(20, "fields { type { ", "name", " } }")} } } }`),
  document("the schema ten times", `{ ${times(10, (i) => `s${i}: __schema { types { name } }`)} }`),
  document(
    "types' types through fragments",
    `{ __schema { ...A } } fragment A on __Schema { types { ...B } } fragment B on __Type { fields { type { ...B } } }`,
  ),
];

const sizes: readonly Attack[] = [
  document(
    "a million of a million rows",
    `{ artistsCollection(first: 1000000) { edges { node { albumsCollection(first: 1000000) { edges { node { tracksCollection(first: 1000000) { edges { node { name } } } } } } } } } }`,
  ),
  document("a number of 400 digits", `{ artistsCollection(first: ${"9".repeat(400)}) { totalCount } }`),
  document("infinity", `{ tracksCollection(filter: { unitPrice: { gt: 1e999999 } }) { totalCount } }`),
  raw(
    "infinity as a variable",
    '{"query":"query ($n: Float) { tracksCollection(filter: { unitPrice: { gt: $n } }) { totalCount } }","variables":{"n":1e999}}',
  ),
  document("a list of 20,000 filters", filtered, {
    filter: { or: Array.from({ length: 20_000 }, (_, id) => ({ id: { eq: id } })) },
  }),
  document(
    "an order of 20,000 terms",
    "query ($order: [ArtistsOrderBy!]) { artistsCollection(orderBy: $order) { totalCount } }",
    { order: Array.from({ length: 20_000 }, () => ({ id: "AscNullsLast" })) },
  ),
  document(
    "30,000 rows to insert",
    "mutation ($rows: [ArtistsInsertInput!]!) { insertIntoArtistsCollection(objects: $rows) { affectedCount } }",
    { rows: Array.from({ length: 30_000 }, () => ({ name: "x" })) },
  ),
  document("a million bytes of one word", `{ ${"a".repeat(1_000_000)} }`),
  document(
    "a million bytes of a text that does not end",
    `{ artistsCollection(filter: { name: { eq: "${"a".repeat(1_000_000)}`,
  ),
  document("a million bytes of comment", `#${"a".repeat(1_000_000)}\n{`),
  document("a million commas", `{${",".repeat(1_000_000)}`),
  document("two million bytes", `{ __typename #${"a".repeat(2_000_000)}\n}`),
  document(
    "a pattern of a million states",
    `{ artistsCollection(filter: { name: { regex: "(a{1000}){1000}" } }) { totalCount } }`,
  ),
  document(
    "a pattern 10,000 deep",
    `{ artistsCollection(filter: { name: { regex: "${within(10_000, "(", "a", ")")}" } }) { totalCount } }`,
  ),
];

const requests: readonly Attack[] = [
  posted(
    "a batch of 500",
    Array.from({ length: 500 }, () => ({ query: "{ __typename }" })),
  ),
  posted("a batch in a batch", [[{ query: "{ __typename }" }]]),
  posted("an empty batch", []),
  raw("no JSON", "{"),
  raw("no UTF-8", '{"query":"{ a(b: \\"\u00ff\\") }"', "application/json; charset=utf-16"),
  raw("a form", "query=%7B__typename%7D", "application/x-www-form-urlencoded"),
  raw(
    "several parts",
    '--x\r\ncontent-disposition: form-data; name="0"\r\n\r\n{}\r\n--x--',
    "multipart/form-data; boundary=x",
  ),
  raw("no type", '{"query":"{ __typename }"}', ""),
  raw("a member called __proto__", '{"__proto__":{"query":"{ __typename }"}}'),
  raw(
    "variables called __proto__",
    '{"query":"query ($a: Int!) { artistsByPk(id: $a) { id } }","variables":{"__proto__":{"a":1}}}',
  ),
  posted("an operation called constructor", {
    query: "query A { __typename } query B { __typename }",
    operationName: "constructor",
  }),
  posted("a persisted document called __proto__", { documentId: "__proto__" }),
  document("signs that are no letters", "{ \u202eartistsCollection\u0000 { totalCount } }"),
  document("half a sign", '{ artistsCollection(filter: { name: { eq: "\\uD800" } }) { totalCount } }'),
  document("a mark in front", "\ufeff\ufeff{ __typename"),
  got(
    "a mutation by GET",
    `?query=${encodeURIComponent("mutation { deleteFromArtistsCollection { affectedCount } }")}`,
  ),
  got("20,000 bytes of address", `?query=${encodeURIComponent(one("name ".repeat(4_000)))}`),
  got("variables that are no JSON", "?query=%7B__typename%7D&variables=%7B"),
];

/** Each must be refused with a coded 4xx before the database is asked. */
export const attacks: readonly Attack[] = [...overload, ...circles, ...depth, ...schema, ...sizes, ...requests];
