import { describe, expect, it } from "vitest";
import { readingEventRows } from "./audience.ts";
import { articleRows } from "./library.ts";
import { demoStatements } from "./statements.ts";

const statements = await demoStatements(async (password) => `hash of ${password}`);

describe("the demo content", () => {
  it("is the same every time", async () => {
    expect(await demoStatements(async (password) => `hash of ${password}`)).toEqual(statements);
  });

  it("comes in statements that D1 takes: on one line, below 90 kB", () => {
    for (const statement of statements) {
      expect(statement).toMatch(/^insert into "[a-z_]+" \([^\n]+$/);
      expect(new TextEncoder().encode(statement).length).toBeLessThan(90_000);
    }
  });

  it("fills parents before their children", () => {
    const order = statements.map((statement) => /^insert into "([a-z_]+)"/.exec(statement)?.[1]);
    expect([...new Set(order)]).toEqual([
      "auth_users",
      "profiles",
      "categories",
      "tags",
      "articles",
      "article_tags",
      "comments",
      "reactions",
      "reading_events",
      "job_listings",
      "newsletter_subscriptions",
    ]);
  });

  it("is of these days, whenever it is loaded", () => {
    const last = readingEventRows.map(({ at }) => Date.parse(String(at))).reduce((a, b) => Math.max(a, b));
    expect(last).toBeLessThan(Date.now());
    expect(last).toBeGreaterThan(Date.now() - 3 * 86_400_000);
    const published = articleRows.flatMap(({ publishedAt }) => publishedAt ?? []);
    expect(published.filter((at) => Date.parse(at) > Date.now())).toEqual([]);
  });

  it("has articles of every status, with prose in all of them", () => {
    expect(new Set(articleRows.map((article) => article.status))).toEqual(
      new Set(["published", "draft", "in_review", "archived"]),
    );
    for (const { slug, body } of articleRows) {
      expect(body.split(/\s+/).length, slug).toBeGreaterThan(120);
      expect(body.split("\n\n").length, slug).toBeGreaterThan(2);
    }
  });
});
