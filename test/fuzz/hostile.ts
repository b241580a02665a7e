import fc from "fast-check";

/** A request that somebody with bad intentions, or a broken client, might send. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const tables = [
  "articles",
  "comments",
  "profiles",
  "categories",
  "reactions",
  "tags",
  "article_tags",
  "article_stats",
  "nothing",
  "auth_users",
];
const columns = [
  "id",
  "title",
  "author_id",
  "meta",
  "keywords",
  "status",
  "body",
  "published_at",
  "featured",
  "editor_notes",
  "nope",
];
const operators = "eq neq gt gte lt lte like ilike match imatch in is isdistinct fts plfts cs cd ov sl adj eqq".split(
  " ",
);

const nasty: readonly string[] = [
  "",
  "null",
  "'; drop table articles; --",
  `") union select encrypted_password from auth_users --`,
  "0x41",
  "1e999",
  "-9223372036854775809",
  "99999999999999999999999999",
  "00000000-0000-0000-0000-000000000000",
  "\u0000",
  "%00",
  "%",
  "%E0%A4",
  "\ud800",
  "😀",
  "\u202e",
  "(",
  ")",
  "(((((((((((((((((((((",
  "{a,b",
  '{"a":{"b":[1,2,{"c":null}]}}',
  "[[[[[[[[[[",
  "*",
  "a".repeat(300),
  '"',
  "\\",
  ",",
  "..",
  "->",
  "->>",
  "__proto__",
  "constructor",
  "2026-02-30",
  "infinity",
];

const piece = fc.oneof(
  fc.constantFrom(...tables),
  fc.constantFrom(...columns),
  fc.constantFrom(...operators),
  fc.constantFrom(...nasty),
  fc.constantFrom(..."().,:!*->&=?\"'{}[] ".split("")),
  fc.string({ maxLength: 6, unit: "binary" }),
  fc.integer().map(String),
);
const soup = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(""));

const value = fc.oneof(fc.constantFrom(...nasty), soup);
const operation = fc
  .oneof(
    fc.tuple(
      fc.constantFrom("", "not.", "not.not."),
      fc.constantFrom(...operators),
      fc.constantFrom(".", "(any).", "(all)."),
      value,
    ),
    fc.tuple(
      fc.constant(""),
      fc.constant("in"),
      fc.constant("."),
      value.map((text) => `(${text})`),
    ),
  )
  .map((parts) => parts.join(""));
const tree: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc
    .array(
      fc.oneof(
        fc.tuple(fc.constantFrom(...columns), operation).map(([name, op]) => `${name}.${op}`),
        tie("tree"),
      ),
      { maxLength: 3 },
    )
    .map((items) => `(${items.join(",")})`),
})).tree;
const casts = ["int", "bigint", "numeric", "float8", "bool", "date", "timestamptz", "json", "text"];
const computed = [...columns, "meta->>a"].flatMap((name) => [
  ...casts.map((cast) => `${name}::${cast}`),
  `${name}::numeric.sum()::int`,
  `${name}.max()::text`,
]);
const select = fc.letrec<{ list: string }>((tie) => ({
  list: fc
    .array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom(...columns, "*", "meta->a->>0", "id::text", "x:title", "count()", ...computed),
        },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...tables, "author:author_id", "...profiles!author_id"), tie("list"))
            .map(([name, list]) => `${name}(${list})`),
        },
        { weight: 1, arbitrary: soup },
      ),
      { maxLength: 4 },
    )
    .map((items) => items.join(",")),
})).list;

const parameter = fc.oneof(
  fc.tuple(fc.constantFrom(...columns, "meta->a", "profiles.handle", "comments.body"), operation),
  fc.tuple(fc.constantFrom("and", "or", "not.or", "comments.or"), tree),
  fc.tuple(fc.constant("select"), select),
  fc.tuple(fc.constantFrom("order", "comments.order"), soup),
  fc.tuple(fc.constantFrom("limit", "offset", "comments.limit", "author.limit", "author.offset"), value),
  fc.tuple(fc.constantFrom("columns", "on_conflict", "after"), soup),
  fc.tuple(fc.constant("after"), fc.base64String({ maxLength: 40 })),
  fc.tuple(soup, value),
);

/** What a correct client sends: names and operators that exist, so that the request gets as far as the database. */
const plausible = fc.oneof(
  fc.tuple(
    fc.constantFrom("id", "author_id"),
    fc.constantFrom("eq.00000000-0000-4000-8000-000000000001", "is.null", "not.is.null"),
  ),
  fc.tuple(
    fc.constantFrom("title", "slug", "body"),
    fc
      .tuple(
        fc.constantFrom("eq.", "neq.", "gt.", "like.", "ilike.", "not.ilike.", "like(any)."),
        fc.constantFrom(...nasty),
      )
      .map((parts) => parts.join("")),
  ),
  fc.tuple(
    fc.constantFrom("meta->>a", "meta->a->>0", "meta->b"),
    value.map((text) => `eq.${text}`),
  ),
  fc.tuple(fc.constant("keywords"), fc.constantFrom("cs.{a}", "cd.{}", "ov.{a,b}", 'cs.["x"]')),
  fc.tuple(
    fc.constant("select"),
    fc.constantFrom(
      "*",
      "id",
      "id,title,meta->a",
      "title,comments(id,body)",
      "id,author:author_id(*),tags(*)",
      "count(),...profiles!author_id(handle,count())",
      "id,comments(count(),...profiles!author_id(id.max()))",
    ),
  ),
  fc.tuple(fc.constant("select"), fc.constantFrom(...computed)),
  fc.tuple(fc.constant("order"), fc.constantFrom("id", "title.desc.nullslast", "meta->>a,id.desc")),
  fc.tuple(
    fc.constant("or"),
    soup.map((text) => `(title.eq."${text.replaceAll(/["\\\\]/g, "")}",id.is.null)`),
  ),
  fc.tuple(fc.constant("limit"), fc.constantFrom("0", "1", "5", "999999999999")),
);

const mixed = fc.oneof(
  { weight: 3, arbitrary: fc.array(plausible, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(parameter, { maxLength: 5 }) },
);
const query = mixed.map((pairs) => pairs.map(([key, given]) => `${encode(key)}=${encode(given)}`).join("&"));

/** Mostly well encoded; a part goes out as it is. */
function encode(text: string): string {
  if (text.length % 5 === 0) return text.replaceAll(/[#\s]/g, "+");
  return text.isWellFormed() ? encodeURIComponent(text) : encodeURIComponent(text.toWellFormed());
}

const json: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .dictionary(
      fc.constantFrom(...columns),
      fc.oneof(fc.constantFrom<unknown>(...nasty, null, true, 1e308, -0), fc.jsonValue({ maxDepth: 2 })),
      { maxKeys: 4 },
    )
    .map((row) => JSON.stringify(row)),
  fc.constantFrom(
    "",
    "{",
    "[",
    "[{}",
    "nul",
    "[1,2]",
    '{"__proto__":{"a":1}}',
    "9".repeat(400),
    `${"[".repeat(5_000)}`,
    "\ufeff{}",
  ),
);

const headers = fc.record(
  {
    prefer: fc.oneof(
      fc.constantFrom(
        "return=representation",
        "count=exact",
        "resolution=merge-duplicates,return=minimal",
        "handling=strict,max-affected=1",
        "tx=rollback",
      ),
      fc.constantFrom("=", ",,,", "count=", "max-affected=99999999999999999999"),
    ),
    accept: fc.constantFrom(
      "application/json",
      "application/vnd.pgrst.object+json",
      "text/csv",
      "*/*",
      "x",
      ";;;",
      "application/*;q=nan",
    ),
    "content-type": fc.constantFrom("application/json", "text/csv", "application/x-www-form-urlencoded", "x/y", ""),
    range: fc.constantFrom("0-", "5-2", "-1", "0-99999999999999999999", "bytes=0-1", "a-b"),
    authorization: fc.constantFrom(
      "Bearer",
      "Bearer x.y.z",
      "Basic eDp5",
      "Bearer ".concat("a".repeat(9_000)),
      "Bearer eyJhbGciOiJub25lIn0.e30.",
    ),
    "accept-profile": fc.constantFrom("public", "private", ""),
    "x-d1-bookmark": fc.constantFrom(
      "00000001-00000002-00000003-0123456789abcdef0123456789abcdef",
      "ffffffff-ffffffff-ffffffff-ffffffffffffffffffffffffffffffff",
      "first-primary",
      "",
      "0".repeat(5_000),
    ),
    "if-match": fc.constantFrom("*", '"a"', 'W/"a", "b', ",,,", "", '"'.repeat(3_000)),
    "if-none-match": fc.constantFrom("*", '"a"', 'W/"a", "b', "** ", "", '"a",'.repeat(1_000)),
    "idempotency-key": fc.oneof(
      fc.constantFrom("k", '"k"', '""', "", "a b", '"\\"', "x".repeat(4_000), "'; drop table articles; --"),
      fc.uuid(),
    ),
    traceparent: fc.constantFrom(
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0-0-0",
      "x".repeat(900),
    ),
  },
  { requiredKeys: [] },
);

export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.record({
  method: fc.constantFrom("GET", "GET", "GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"),
  path: fc
    .tuple(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom("articles", "articles", ...tables) },
        { weight: 1, arbitrary: soup.map(encode) },
      ),
      query,
    )
    .map(([name, text]) => `/rest/v1/${name}?${text}`),
  headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: headers }),
  body: fc.option(json),
});
