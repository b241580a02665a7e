import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../src/app/app.ts";
import { articles } from "../../src/app/schema.ts";
import { graphType } from "../../src/graphql/define.ts";
import type { Json } from "../../src/kernel/json.ts";
import { people, seed, tides } from "../scenarios/publication-seed.ts";
import { openStage, type Stage } from "../scenarios/stage.ts";

let stage: Stage;
beforeAll(async () => {
  const graphql = {
    types: [
      graphType(articles, {
        columns: { slug: { deprecated: "Use id" } },
        fields: { shout: { type: "String", needs: ["title"], resolve: ({ title }) => String(title).toUpperCase() } },
      }),
    ],
  };
  stage = await openStage({ app: { ...app, graphql }, seed, people });
});

const url = "http://perigee.test/graphql/v1";

async function json(path: string, who: string, body?: string): Promise<Json> {
  const { text } = await stage.fetch(
    new Request(`http://perigee.test${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", ...(await stage.credentials(who)) },
      ...(body === undefined ? {} : { body }),
    }),
  );
  return JSON.parse(text);
}

describe("rules", () => {
  it.each(["anon", "service", ...Object.keys(people)])(
    "show %s what REST shows, nested and counted too",
    async (who) => {
      const rest = await json("/rest/v1/articles?select=id,title,comments(id)&order=id&comments.order=id", who);
      const query = `{ articlesCollection(first: 100, orderBy: [{ id: AscNullsLast }]) {
      totalCount
      edges { node { id title commentsCollection(first: 100, orderBy: [{ id: AscNullsLast }]) { totalCount edges { node { id } } } } }
    } }`;
      const graph = JSON.parse(JSON.stringify(await json("/graphql/v1", who, JSON.stringify({ query }))));
      expect(graph.errors).toBeUndefined();
      const { totalCount, edges } = graph.data.articlesCollection;
      interface Found {
        readonly node: { id: Json; title: Json; commentsCollection: { totalCount: number; edges: { node: Json }[] } };
      }
      const rows = edges.map(({ node }: Found) => {
        expect(node.commentsCollection.totalCount).toBe(node.commentsCollection.edges.length);
        return { id: node.id, title: node.title, comments: node.commentsCollection.edges.map((edge) => edge.node) };
      });
      expect(rows).toEqual(rest);
      expect(totalCount).toBe(edges.length);
    },
  );

  it("hold for what functions give and what TypeScript makes", async () => {
    const query = `{
      relatedArticles(article: "${tides}", first: 2) { edges { node { title shout author { id } } } }
      articlesCollection(first: 1) { edges { node { loud: shout title } } }
      __type(name: "Articles") { fields(includeDeprecated: true) { name isDeprecated } }
    }`;
    const { data, errors } = JSON.parse(JSON.stringify(await json("/graphql/v1", "anon", JSON.stringify({ query }))));
    expect(errors).toBeUndefined();
    interface Found {
      readonly node: { title: string; shout?: string; loud?: string };
    }
    const all: Found[] = [...data.relatedArticles.edges, ...data.articlesCollection.edges];
    expect(all.length).toBeGreaterThan(1);
    for (const { node } of all) expect(node.shout ?? node.loud).toBe(node.title.toUpperCase());
    expect(data.__type.fields).toContainEqual({ name: "slug", isDeprecated: true });
  });

  it("refuse one write of a mutation, and leave nothing of those before it", async () => {
    const query = `mutation {
      insertIntoArticlesCollection(objects: [{ slug: "kept", title: "Kept", body: "" }]) { affectedCount }
      deleteFromArticleTagsCollection(filter: { articleId: { neq: "00000000-0000-4000-8000-000000000000" } }) { affectedCount }
    }`;
    const answer = await json("/graphql/v1", "service", JSON.stringify({ query }));
    expect(answer).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
    expect(answer).not.toHaveProperty("data.insertIntoArticlesCollection");
    expect(await stage.rowsOf({ sql: "select slug from articles where slug = 'kept'" })).toEqual([]);
  });

  it("end with the session: an operation that asks no table is refused too", async () => {
    const [who = ""] = Object.keys(people);
    const headers = { "content-type": "application/json", ...(await stage.credentials(who)) };
    const ask = async (query: string): Promise<number> =>
      (await stage.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify({ query }) }))).response
        .status;
    expect(await ask("{ __typename }")).toBe(200);
    await stage.rowsOf({ sql: "delete from auth_sessions" });
    expect(await ask("{ __typename }")).toBe(401);
    expect(await ask("{ articlesCollection { totalCount } }")).toBe(401);
  });
});
