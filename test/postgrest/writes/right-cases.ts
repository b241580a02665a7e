import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const rep = "return=representation";
const denied = (table: string): ReturnType<typeof failureOf> =>
  failureOf("42501", `permission denied for table ${table}`);

/** Whose rows may be written, and which of their columns be seen. */
export const permitted: readonly Case[] = [
  {
    ask: "POST /authors_only",
    who: "jdoe",
    prefer: rep,
    send: { secret: "nyancat" },
    status: 201,
    gives: [{ owner: "d0000000-0000-4000-8000-000000000001", secret: "nyancat" }],
  },
  {
    ask: "POST /authors_only",
    who: "jroe",
    prefer: rep,
    send: { secret: "lolcat" },
    status: 201,
    gives: [{ owner: "d0000000-0000-4000-8000-000000000002", secret: "lolcat" }],
  },
  {
    ask: "POST /limited_article_stars?select=article_id,user_id",
    prefer: rep,
    send: { article_id: 2, user_id: 1 },
    status: 201,
    gives: [{ article_id: 2, user_id: 1 }],
  },
  {
    ask: "POST /limited_article_stars?select=article_id,user_id,created_at",
    prefer: rep,
    send: { article_id: 2, user_id: 2 },
    status: 401,
    gives: { ...denied("limited_article_stars"), hint: 'The column "created_at" is not granted to this role.' },
  },
  {
    // Nothing selected is what may be read; there it is everything, and refused.
    ask: "POST /limited_article_stars",
    prefer: rep,
    send: { article_id: 3, user_id: 1 },
    status: 201,
    gives: [{ article_id: 3, user_id: 1 }],
  },
  {
    ask: "POST /insertonly",
    prefer: "return=minimal",
    send: { v: "some value" },
    status: 201,
    gives: "",
    heads: { "preference-applied": "return=minimal" },
  },
  { ask: "GET /authors_only", status: 401, gives: denied("authors_only"), heads: { "www-authenticate": "Bearer" } },
  {
    ask: "GET /insertonly",
    who: "jdoe",
    status: 403,
    gives: denied("insertonly"),
    heads: { "www-authenticate": null },
  },
  { ask: "GET /authors_only", who: "jdoe", gives: [] },
  {
    ask: "POST /authors_only",
    send: { owner: "jdoe", secret: "test content" },
    status: 401,
    next: {
      ask: "POST /rpc/problem",
      who: "jdoe",
      send: {},
      status: 400,
      next: { ask: "GET /authors_only", who: "jdoe", gives: [] },
    },
  },
];
