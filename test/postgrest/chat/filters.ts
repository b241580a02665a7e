import { type Answers, failed } from "../reads/replay.ts";

const names = (...list: readonly string[]): string => JSON.stringify(list.map((username) => ({ username })));
const users = "/users?select=username";

export const filters: Answers = {
  [`${users}&status=not.eq.OFFLINE`]: names("supabot", "awailas", "dragarcia", "jsonuser"),
  [`${users}&or=(status.eq.OFFLINE,username.eq.supabot)&limit=2`]: names("supabot", "kiwicopple"),
  [`${users}&username=like(all).{%25supa%25,%25bot%25}`]: names("supabot"),
  [`${users}&username=ilike(any).{%25supa%25,%25KIWI%25}`]: names("supabot", "kiwicopple"),
  [`${users}&username=like(all).{"%25foo,bar%25"}`]: names("foo,bar"),
  [`${users}&username=ilike(any).{"%25FOO,BAR%25","%25FOO,BAZ%25"}`]: names("foo,bar"),
  [`${users}&username=in.("a\\"b,c")`]: names('a"b,c'),
  [`${users}&username=in.("x(y)",supabot)`]: names("supabot", "x(y)"),
  [`${users}&username=in.("a\\"b,c","x(y)",supabot)&username=not.in.("a\\"b,c")`]: names("supabot", "x(y)"),
  [`${users}&status=isdistinct.ONLINE&limit=1`]: names("kiwicopple"),
  [`${users}&username=match.^sup`]: names("supabot"),
  [`${users}&username=imatch.^SUP`]: names("supabot"),
  [`${users}&data=cs.{"fooRecord":{"baz":"string value"}}`]: names("jsonuser"),
  [`${users}&data=cd.{"foo":{"baz":"string value"}}`]: "[]",
  [`${users}&catchphrase=fts(english).'fat' %26 'cat'`]: names("supabot"),
  [`${users}&catchphrase=plfts(english).'fat' %26 'cat'`]: names("supabot"),
  [`${users}&catchphrase=phfts(english).cat`]: names("supabot", "kiwicopple"),
  [`${users}&catchphrase=wfts(english).'fat' %26 'cat'`]: names("supabot"),
  [`${users}&status=eq.AWAY`]: { status: 400 },
  "/cornercase?select=id&array_column=cs.{test}": '[{"id":1}]',
  "/cornercase?select=id&array_column=cd.{test}": "[]",
  "/cornercase?select=id&array_column=ov.{test}": '[{"id":1}]',
  '/cornercase?select=id&array_column=cs.{"a,b"}': '[{"id":3}]',
  '/cornercase?select=id&array_column=cs.{" padded "}': '[{"id":3}]',
  '/cornercase?select=id&array_column=cs.{""}': '[{"id":3}]',
  "/cornercase?select=id&array_column=cs.{test,null}": "[]",
  "/cornercase?select=id&array_column=cs.{a{b}": { status: 400 },
  '/cornercase?select="column whitespace"&id=eq.1': '[{"column whitespace":null}]',
  "/users?select=data->fooRecord->bar,data->fooRecord->>baz&username=eq.jsonuser":
    '[{"bar":{"nested":"value"},"baz":"string value"}]',
  "/users?select=messages(id)&messages.or=(channel_id.eq.2,and(message.eq.Hello World 👋,username.eq.supabot))&limit=1":
    '[{"messages":[{"id":1},{"id":2}]}]',
  "/users?select=messages(id)&messages.order=channel_id.desc,username.desc&limit=1":
    '[{"messages":[{"id":4},{"id":2},{"id":1}]}]',
  "/users?select=messages(id)&messages.offset=1&messages.limit=1&limit=1": '[{"messages":[{"id":2}]}]',
  "/users?select=* | Accept: application/vnd.pgrst.object+json": failed(
    406,
    "PGRST116",
    "Cannot coerce the result to a single JSON object",
    { details: "The result contains 8 rows" },
  ),
  "/users | Accept-Profile: personal": failed(406, "PGRST106", "Invalid schema: personal", {
    hint: "Only the following schemas are exposed: public",
  }),
};
