import { buildSchema, parse, validate } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { articles } from "../../src/app/schema.ts";
import { type GraphTypeInput, graphType } from "../../src/graphql/define.ts";
import { sqlText } from "../scenarios/play.ts";
import { draft, people, seed } from "../scenarios/publication-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  const fields = {
    shout: { type: "String", needs: ["title"], resolve: ({ title }) => String(title).toUpperCase() },
  } as const satisfies GraphTypeInput<"title">["fields"];
  const graphql = { federation: true, introspection: ["editor"], types: [graphType(articles, { fields })] };
  stage = await openStage({ app: { ...app, graphql }, seed, people });
});

async function ask(who: string, query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const request = new Request("http://perigee.test/graphql/v1", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await stage.credentials(who)) },
    body: JSON.stringify({ query, variables }),
  });
  const { text, recording } = await stage.fetch(request);
  return { answer: JSON.parse(text), sql: sqlText(recording), batches: recording.batches };
}

const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Articles { title slug author { handle } }
    ... on Profiles { handle articlesCollection(first: 1) { totalCount } }
  }
}`;

describe("_entities", () => {
  it("answers many representations of several types, in order, by one statement", async () => {
    const { answer: known } = await ask(
      "anon",
      "{ articlesCollection(first: 2) { edges { node { id slug nodeId title author { id handle } } } } }",
    );
    const [first, second] = known.data.articlesCollection.edges.map((edge: { node: unknown }) => edge.node);
    const representations = [
      { __typename: "Articles", slug: second.slug },
      { __typename: "Profiles", handle: first.author.handle },
      { __typename: "Articles", id: first.id },
      { __typename: "Articles", nodeId: second.nodeId },
      { __typename: "Articles", id: "00000000-0000-4000-8000-000000000000" },
      { __typename: "Articles", id: null },
      { __typename: "Articles", nodeId: "no id" },
      { __typename: "Articles", slug: first.slug, title: "not looked at" },
    ];
    const { answer, sql, batches } = await ask("anon", entities, { representations });
    expect(answer.errors).toBeUndefined();
    const article = (node: typeof first) => ({
      __typename: "Articles",
      title: node.title,
      slug: node.slug,
      author: { handle: node.author.handle },
    });
    expect(answer.data._entities).toEqual([
      article(second),
      { __typename: "Profiles", handle: first.author.handle, articlesCollection: { totalCount: expect.any(Number) } },
      article(first),
      article(second),
      null,
      null,
      null,
      article(first),
    ]);
    expect(batches.map(({ length }) => length)).toEqual([1]);
    expect(sql).toMatchSnapshot();
  });

  it("shares a statement between lists of other lengths and orders", async () => {
    const of = (...slugs: readonly string[]) => ({
      representations: slugs.map((slug) => ({ __typename: "Articles", slug })),
    });
    const { sql: one } = await ask("anon", entities, of("a"));
    const { sql: three, answer } = await ask("anon", entities, of("a", "b", "c"));
    expect(three).toBe(one);
    expect(answer.data._entities).toEqual([null, null, null]);
  });

  it("asks no database where nothing is wanted", async () => {
    const { answer, batches } = await ask("anon", entities, { representations: [] });
    expect(answer).toEqual({ data: { _entities: [] } });
    expect(batches).toEqual([]);
  });

  it("shows what the rules show, and nothing else", async () => {
    const representations = [{ __typename: "Articles", id: draft }];
    const { answer: anybody } = await ask("anon", entities, { representations });
    expect(anybody.data._entities).toEqual([null]);
    const { answer: editors } = await ask("eve", entities, { representations });
    expect(editors.data._entities).toMatchObject([{ __typename: "Articles", slug: "draft" }]);
  });

  it("takes representations that stand in the document, with variables inside", async () => {
    const query = `query ($type: String!, $slug: String!) {
      _entities(representations: [{ __typename: $type, slug: $slug }, { __typename: "Profiles", handle: "ada" }]) {
        ... on Articles { slug }
        ... on Tags { name }
      }
    }`;
    const { data } = (
      await ask(
        "anon",
        "{ articlesCollection(first: 1) { edges { node { slug } } } tagsCollection(first: 1) { edges { node { slug name } } } }",
      )
    ).answer;
    const [{ node: article }] = data.articlesCollection.edges;
    const [{ node: tag }] = data.tagsCollection.edges;
    const { answer: articles } = await ask("anon", query, { type: "Articles", slug: article.slug });
    expect(articles.data._entities[0]).toEqual({ slug: article.slug });
    const { answer: tags } = await ask("anon", query, { type: "Tags", slug: tag.slug });
    expect(tags.data._entities[0]).toEqual({ name: tag.name });
  });

  it("makes fields in TypeScript for the rows that have them", async () => {
    const { data } = (
      await ask("anon", "{ articlesCollection(first: 1) { edges { node { id title author { id } } } } }")
    ).answer;
    const [{ node }] = data.articlesCollection.edges;
    const { answer } = await ask(
      "anon",
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Articles { shout } ... on Profiles { shout: location } } }`,
      {
        r: [
          { __typename: "Profiles", id: node.author.id },
          { __typename: "Articles", id: node.id },
        ],
      },
    );
    expect(answer.data._entities[1]).toEqual({ shout: node.title.toUpperCase() });
    expect(answer.data._entities[0]).toEqual({ shout: "Bergen" });
  });

  it.each([
    ["of an unknown type", { __typename: "Nothing", id: 1 }, "22023"],
    ["of a type that is no entity", { __typename: "PageInfo", id: 1 }, "22023"],
    [
      "of a type that the caller may not read",
      { __typename: "NewsletterSubscriptions", id: "00000000-0000-4000-8000-000000000000" },
      "22023",
    ],
    ["without a type", { id: 1 }, "22023"],
    ["without a key", { __typename: "Articles", title: "x" }, "22023"],
    ["that is no object", "Articles", "22023"],
    ["with a key of the wrong type", { __typename: "Articles", id: { a: 1 } }, "22P02"],
    ["with a text that is no uuid", { __typename: "Articles", id: "' or 1=1 --" }, "22P02"],
    ["with an inherited name", { __typename: "__proto__", id: 1 }, "22023"],
  ])("refuses a representation %s", async (_, representation, code) => {
    const { answer } = await ask("anon", entities, { representations: [representation] });
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(JSON.stringify(answer)).not.toMatch(/select|sqlite/i);
  });

  it("counts like pages: too many rows are refused before the database is asked", async () => {
    const representations = Array.from({ length: 4_000 }, (_, at) => ({ __typename: "Profiles", handle: `h${at}` }));
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Profiles { articlesCollection(first: 100) { edges { node { id } } } } } }`;
    const { answer, batches } = await ask("anon", query, { r: representations });
    expect(answer.errors).toMatchObject([{ extensions: { code: "PER004" } }]);
    expect(batches).toEqual([]);
  });
});

describe("_service", () => {
  it("tells whoever may ask for the schema what may be composed, with keys", async () => {
    const { answer } = await ask("eve", "{ _service { __typename text: sdl } }");
    expect(answer.data._service.__typename).toBe("_Service");
    const sdl: string = answer.data._service.text;
    expect(sdl).toContain("@link(");
    expect(sdl).toMatch(
      /^type Articles implements Node @key\(fields: "id"\) @key\(fields: "slug"\) @key\(fields: "nodeId"\) \{$/m,
    );
    expect(sdl).toMatch(/^type ArticleTags implements Node @key\(fields: "articleId tagId"\) /m);
    expect(sdl).toMatch(/^type PageInfo @shareable \{$/m);
    expect(sdl).not.toMatch(/_Any|_Entity|_Service|_entities|_service|^ {2}node\(/m);
    const standard =
      "directive @link(url: String!, import: [String]) repeatable on SCHEMA\ndirective @key(fields: String!) repeatable on OBJECT\ndirective @shareable on OBJECT\n";
    const schema = buildSchema(standard + sdl);
    expect(validate(schema, parse("{ articlesCollection { edges { node { slug } } } }"))).toEqual([]);
  });

  it("is not there for others", async () => {
    const { answer } = await ask("anon", "{ _service { sdl } }");
    expect(answer.errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
  });
});
