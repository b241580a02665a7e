import { expect, it } from "vitest";
import type { Model } from "../schema/model.ts";
import { failureText } from "./failure-response.ts";
import { resolveRelation } from "./resolve-relation.ts";
import { magazine, school } from "./test-support.ts";

function resolve(model: Model, origin: string, name: string, hint: string | null = null) {
  const collection = model.collections.get(origin);
  if (collection === undefined) throw new TypeError(`no ${origin}`);
  return resolveRelation(model, collection, { name, hint });
}

it.each([
  ["articles", "comments", null, "one-to-many comments"],
  ["comments", "articles", null, "many-to-one articles"],
  ["comments", "article_id", null, "many-to-one articles"],
  ["comments", "comments_author_id_fkey", null, "many-to-one profiles"],
  ["articles", "profiles", "editor_id", "many-to-one profiles"],
  ["articles", "profiles", "articles_editor_id_fkey", "many-to-one profiles"],
  ["profiles", "articles", "editor_id", "one-to-many articles"],
  ["profiles", "articles", "articles_editor_id_fkey", "one-to-many articles"],
  ["profiles", "articles_editor_id_fkey", null, "one-to-many articles"],
  ["articles", "summaries", null, "one-to-one summaries"],
  ["summaries", "articles", null, "one-to-one articles"],
  ["labels", "articles", null, "many-to-many articles"],
  ["labels", "articles", "article_labels", "many-to-many articles"],
  ["categories", "parent_id", null, "many-to-one categories"],
  ["categories", "categories", null, "one-to-many categories"],
  ["categories", "categories", "parent_id", "one-to-many categories"],
])("from %s, %s with hint %s is %s", (origin, name, hint, expected) => {
  const found = resolve(magazine, origin, name, hint);
  expect(found.ok ? `${found.value.cardinality} ${found.value.target}` : found.error).toBe(expected);
});

it.each([
  ["students", "clubs", "members", "members"],
  ["clubs", "students", "captains", "captains"],
])("tells two junctions apart by their names", (origin, name, hint, junction) => {
  const found = resolve(school, origin, name, hint);
  expect(found.ok && found.value.junction?.collection).toBe(junction);
});

it("answers an ambiguous embed with every candidate", () => {
  const found = resolve(magazine, "articles", "profiles");
  if (found.ok) throw new TypeError("not ambiguous");
  expect(found.error.status).toBe(300);
  expect(JSON.parse(failureText(found.error))).toEqual({
    code: "PGRST201",
    message: "Could not embed because more than one relationship was found for 'articles' and 'profiles'",
    details: [
      {
        cardinality: "many-to-one",
        embedding: "articles with profiles",
        relationship: "articles_author_id_fkey using articles(author_id) and profiles(id)",
      },
      {
        cardinality: "many-to-one",
        embedding: "articles with profiles",
        relationship: "articles_editor_id_fkey using articles(editor_id) and profiles(id)",
      },
    ],
    hint: "Try changing 'profiles' to one of the following: 'profiles!articles_author_id_fkey', 'profiles!articles_editor_id_fkey'. Find the desired relationship in the 'details' key.",
  });
});

it("names the junctions of an ambiguous many-to-many", () => {
  const found = resolve(school, "students", "clubs");
  if (found.ok) throw new TypeError("not ambiguous");
  expect(JSON.parse(failureText(found.error))).toMatchObject({
    details: [
      {
        cardinality: "many-to-many",
        embedding: "students with clubs",
        relationship: "captains using captains_student_id_fkey(student_id) and captains_club_id_fkey(club_id)",
      },
      { relationship: "members using members_student_id_fkey(student_id) and members_club_id_fkey(club_id)" },
    ],
    hint: "Try changing 'clubs' to one of the following: 'clubs!captains', 'clubs!members'. Find the desired relationship in the 'details' key.",
  });
});

it.each([
  ["articles", "comment", null, "Perhaps you meant 'comments' instead of 'comment'."],
  ["articles", "qqqqqqq", null, null],
  ["articles", "comments", "nope", null],
])("answers no relation from %s to %s by hint %s with hint %j", (origin, name, hint, expected) => {
  const found = resolve(magazine, origin, name, hint);
  const using = hint === null ? "" : ` using the hint '${hint}'`;
  expect(!found.ok && found.error).toMatchObject({
    code: "PGRST200",
    status: 400,
    message: `Could not find a relationship between '${origin}' and '${name}' in the schema cache`,
    details: `Searched for a foreign key relationship between '${origin}' and '${name}'${using} in the schema 'public', but no matches were found.`,
    hint: expected,
  });
});
