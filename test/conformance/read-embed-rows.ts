import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const embedRows: readonly Scenario[] = readings([
  {
    name: "filtered",
    path: "/directors?select=name,films(title)&films.year=gt.1990&order=id",
    text: '[{"name":"Ava","films":[{"title":"Alba II"}]},{"name":"Ben","films":[{"title":"Blue, Deep"}]},{"name":"Cleo","films":[]},{"name":"Dan","films":[]}]',
  },
  {
    name: "filtered two levels down",
    path: "/directors?select=name,films(id,actors(name))&films.actors.name=like.J*&order=id",
    text: '[{"name":"Ava","films":[{"id":1,"actors":[{"name":"Jon"}]},{"id":2,"actors":[]}]},{"name":"Ben","films":[{"id":3,"actors":[{"name":"Jon"}]}]},{"name":"Cleo","films":[]},{"name":"Dan","films":[]}]',
  },
  {
    name: "filtered by its alias and by its name",
    path: "/films?select=id,cast:actors(name)&actors.id=eq.1&order=id",
    text: '[{"id":1,"cast":[{"name":"Ida"}]},{"id":2,"cast":[{"name":"Ida"}]},{"id":3,"cast":[]},{"id":4,"cast":[]}]',
  },
  {
    name: "a filter of what is not embedded",
    path: "/films?select=title&directors.name=eq.x",
    failure: {
      code: "PGRST108",
      message: "'directors' is not an embedded resource in this request",
      hint: "Verify that 'directors' is included in the 'select' query parameter.",
    },
  },
  {
    name: "a filter of what is not embedded, deep",
    path: "/directors?select=id,films(id)&films.nope.name=eq.x",
    failure: {
      code: "PGRST108",
      message: "'nope' is not an embedded resource in this request",
      hint: "Verify that 'nope' is included in the 'select' query parameter.",
    },
  },
  {
    name: "a filter of its rows on itself",
    path: "/films?select=title,directors(name)&directors=eq.1",
    failure: {
      code: "PGRST120",
      message: "Bad operator on the 'directors' embedded resource",
      details: "Only is null or not is null filters are allowed on embedded resources",
    },
  },
  {
    name: "inner",
    path: "/films?select=id,directors!inner(name)",
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}},{"id":3,"directors":{"name":"Ben"}}]',
  },
  {
    name: "left",
    path: "/films?select=id,directors!left(name)&order=id",
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}},{"id":3,"directors":{"name":"Ben"}},{"id":4,"directors":null}]',
  },
  {
    name: "inner, filtered",
    path: "/films?select=id,directors!inner(name)&directors.name=eq.Ava",
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}}]',
  },
  {
    name: "inner, to many",
    path: "/directors?select=name,films!inner(id)&order=id",
    text: '[{"name":"Ava","films":[{"id":1},{"id":2}]},{"name":"Ben","films":[{"id":3}]}]',
  },
  {
    name: "inner, many to many, filtered",
    path: "/films?select=id,actors!inner(name)&actors.name=eq.Ida",
    text: '[{"id":1,"actors":[{"name":"Ida"}]},{"id":2,"actors":[{"name":"Ida"}]}]',
  },
  {
    name: "inner in inner, filtered",
    path: "/directors?select=name,films!inner(id,actors!inner(name))&films.actors.name=eq.Jon&order=id",
    text: '[{"name":"Ava","films":[{"id":1,"actors":[{"name":"Jon"}]}]},{"name":"Ben","films":[{"id":3,"actors":[{"name":"Jon"}]}]}]',
  },
  {
    name: "inner in left: only its parent is asked",
    path: "/directors?select=name,films(id,actors!inner(name))&films.actors.name=eq.Jon&order=id",
    text: '[{"name":"Ava","films":[{"id":1,"actors":[{"name":"Jon"}]}]},{"name":"Ben","films":[{"id":3,"actors":[{"name":"Jon"}]}]},{"name":"Cleo","films":[]},{"name":"Dan","films":[]}]',
  },
  {
    name: "left in inner",
    path: "/directors?select=name,films!inner(id,actors(name))&films.actors.name=eq.Jon&order=id",
    text: '[{"name":"Ava","films":[{"id":1,"actors":[{"name":"Jon"}]},{"id":2,"actors":[]}]},{"name":"Ben","films":[{"id":3,"actors":[{"name":"Jon"}]}]}]',
  },
  {
    name: "inner with a hint, in either order",
    path: "/films?select=id,p:companies!inner!produced_by(name),d:companies!distributed_by!inner(name)",
    text: '[{"id":1,"p":{"name":"North"},"d":{"name":"South"}},{"id":2,"p":{"name":"North"},"d":{"name":"North"}}]',
  },
  {
    name: "inner, counted",
    path: "/films?select=id,directors!inner(name)&directors.name=eq.Ava",
    headers: { prefer: "count=exact" },
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}}]',
    range: "0-1/2",
    applied: "count=exact",
  },
  {
    name: "inner in inner, counted",
    path: "/directors?select=name,films!inner(actors!inner())&films.actors.name=eq.Jon&limit=1",
    headers: { prefer: "count=exact" },
    status: 206,
    text: '[{"name":"Ava"}]',
    range: "0-0/2",
    applied: "count=exact",
  },
  { name: "empty", path: "/films?select=id,directors()&order=id", text: '[{"id":1},{"id":2},{"id":3},{"id":4}]' },
  { name: "empty, with rows", path: "/films?select=id,posters()&posters=not.is.null", text: '[{"id":1},{"id":3}]' },
  { name: "empty, without rows", path: "/films?select=id,posters()&posters=is.null", text: '[{"id":2},{"id":4}]' },
  {
    name: "to many, without rows",
    path: "/directors?select=name,films()&films=is.null&order=id",
    text: '[{"name":"Cleo"},{"name":"Dan"}]',
  },
  {
    name: "many to many, filtered, with rows",
    path: "/films?select=id,actors()&actors.name=eq.Jon&actors=not.is.null",
    text: '[{"id":1},{"id":3}]',
  },
  {
    name: "many to many, filtered, without rows",
    path: "/films?select=id,actors()&actors.name=eq.Jon&actors=is.null",
    text: '[{"id":2},{"id":4}]',
  },
  { name: "by its alias, without rows", path: "/films?select=id,cast:actors()&cast=is.null", text: '[{"id":4}]' },
  {
    name: "nested, with rows",
    path: "/directors?select=name,films(id,posters())&films.posters=not.is.null&films=not.is.null&order=id",
    text: '[{"name":"Ava","films":[{"id":1}]},{"name":"Ben","films":[{"id":3}]}]',
  },
  {
    name: "with rows, counted",
    path: "/films?select=id,directors(name)&directors=not.is.null&limit=2",
    headers: { prefer: "count=exact" },
    status: 206,
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}}]',
    range: "0-1/3",
    applied: "count=exact",
  },
  {
    name: "a column that is called as an embed is filtered as a column",
    path: "/films?select=id,producer_id,producer:producer_id(name)&producer_id=eq.2",
    text: '[{"id":3,"producer_id":2,"producer":{"name":"South"}}]',
  },
  {
    name: "ordered",
    path: "/directors?select=name,films(title)&films.order=title.desc&id=eq.1",
    text: '[{"name":"Ava","films":[{"title":"Alba II"},{"title":"Alba"}]}]',
  },
  {
    name: "ordered two levels down",
    path: "/directors?select=name,films(id,actors(name))&films.order=id.desc&films.actors.order=name.desc&id=eq.1",
    text: '[{"name":"Ava","films":[{"id":2,"actors":[{"name":"Ida"}]},{"id":1,"actors":[{"name":"Jon"},{"name":"Ida"}]}]}]',
  },
  {
    name: "ordered by its alias",
    path: "/films?select=id,cast:actors(name)&cast.order=name.desc&id=eq.1",
    text: '[{"id":1,"cast":[{"name":"Jon"},{"name":"Ida"}]}]',
  },
  {
    name: "cut off",
    path: "/films?select=id,actors(name)&actors.order=name&actors.limit=1&order=id",
    text: '[{"id":1,"actors":[{"name":"Ida"}]},{"id":2,"actors":[{"name":"Ida"}]},{"id":3,"actors":[{"name":"Jon"}]},{"id":4,"actors":[]}]',
  },
  {
    name: "cut off, from the second",
    path: "/films?select=id,actors(name)&actors.order=name&actors.limit=1&actors.offset=1&order=id",
    text: '[{"id":1,"actors":[{"name":"Jon"}]},{"id":2,"actors":[]},{"id":3,"actors":[]},{"id":4,"actors":[]}]',
  },
  {
    name: "cut off on all levels",
    path: "/directors?select=id,films(id,actors(id))&order=id&limit=1&films.order=id&films.limit=2&films.actors.order=id&films.actors.limit=1",
    text: '[{"id":1,"films":[{"id":1,"actors":[{"id":1}]},{"id":2,"actors":[{"id":1}]}]}]',
  },
  { name: "none of it", path: "/films?select=id,actors(name)&actors.limit=0&id=eq.1", text: '[{"id":1,"actors":[]}]' },
  {
    name: "a limit that is no number",
    path: "/films?select=id,actors(name)&actors.limit=x&id=eq.1",
    text: '[{"id":1,"actors":[{"name":"Ida"},{"name":"Jon"}]}]',
  },
  {
    name: "a cast within",
    path: "/films?select=id,directors(born::text)&id=eq.1",
    text: '[{"id":1,"directors":{"born":"1950-01-31"}}]',
  },
  {
    name: "a path within",
    path: "/directors?select=id,films(info->cut->>by)&id=eq.1",
    text: '[{"id":1,"films":[{"by":"Eve"},{"by":null}]}]',
  },
  {
    name: "names in quotes",
    path: '/films?select=id,"directors"("name")&"directors"."name"=eq.Ava&id=eq.1',
    text: '[{"id":1,"directors":{"name":"Ava"}}]',
  },
  {
    name: "parentheses that are not closed",
    path: "/films?select=id,actors(name",
    failure: {
      code: "PGRST100",
      message: '"failed to parse select parameter (id,actors(name)" (line 1, column 15)',
      details: 'unexpected end of input expecting "," or ")"',
    },
  },
]);
