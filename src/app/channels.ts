import { type ChannelDefinition, channel, param } from "../live/channels/define.ts";
import { and, caller, eq, exists, lte, now } from "../rules/condition.ts";
import { allow } from "../rules/grant.ts";
import { articles } from "./schema.ts";

const isPublished = exists(
  articles,
  and(eq(articles.id, param("id")), eq(articles.status, "published"), lte(articles.publishedAt, now)),
);

const own = [allow("authenticated").when(eq(caller.id, param("id")))];

/** Where readers meet. Changes of tables need no channel of their own here: the tables' rules say who sees what. */
export const channels: readonly ChannelDefinition[] = [
  // Who is reading an article, and who is typing under it: everybody sees it, members say it.
  channel("article:{id}", {
    broadcast: { read: [allow("anon").when(isPublished)], write: [allow("authenticated").when(isPublished)] },
    presence: { read: [allow("anon").when(isPublished)], write: [allow("authenticated").when(isPublished)] },
    replay: { maxMessages: 50, maxSeconds: 3_600 },
  }),
  // A member's own devices, among themselves.
  channel("member:{id}", { broadcast: { read: own, write: own }, presence: { read: own, write: own } }),
  // Anybody with a key may say anything in channels without `private: true`, as in a new Supabase project: leave this
  // one out, and public channels are closed but for changes of tables.
  channel("*", { public: true }),
];
