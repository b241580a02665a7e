import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const embedWindows: readonly Scenario[] = readings([
  {
    name: "to one, behind an offset, is none",
    path: "/films?select=id,directors(name)&directors.offset=1&order=id",
    text: '[{"id":1,"directors":null},{"id":2,"directors":null},{"id":3,"directors":null},{"id":4,"directors":null}]',
  },
  {
    name: "to one, of no rows, is none",
    path: "/films?select=id,directors(name)&directors.limit=0&order=id",
    text: '[{"id":1,"directors":null},{"id":2,"directors":null},{"id":3,"directors":null},{"id":4,"directors":null}]',
  },
  {
    name: "to one, of one row or more, is that row",
    path: "/films?select=id,directors(name)&directors.limit=5&directors.order=name.desc&id=lte.2&order=id",
    text: '[{"id":1,"directors":{"name":"Ava"}},{"id":2,"directors":{"name":"Ava"}}]',
  },
  {
    name: "to one, behind an offset, with rows",
    path: "/films?select=id,directors()&directors.offset=1&directors=not.is.null",
    text: "[]",
  },
  {
    name: "to one, behind an offset, inner",
    path: "/films?select=id,directors!inner(name)&directors.offset=1",
    text: "[]",
  },
  {
    name: "to one, behind an offset, spread",
    path: "/films?select=id,...directors(name)&directors.offset=1&id=lte.2&order=id",
    text: '[{"id":1,"name":null},{"id":2,"name":null}]',
  },
  {
    name: "to one, behind an offset, gives no order",
    path: "/films?select=id,directors(name)&directors.offset=1&order=directors(name).desc,id",
    text: '[{"id":1,"directors":null},{"id":2,"directors":null},{"id":3,"directors":null},{"id":4,"directors":null}]',
  },
  {
    name: "filtered by a path within",
    path: "/directors?select=id,films(id)&films.info->cut->>by=eq.Eve&id=eq.1",
    text: '[{"id":1,"films":[{"id":1}]}]',
  },
  {
    name: "filtered by a list",
    path: '/directors?select=id,films(title)&films.title=in.("Alba II","Blue, Deep")&order=id&limit=2',
    text: '[{"id":1,"films":[{"title":"Alba II"}]},{"id":2,"films":[{"title":"Blue, Deep"}]}]',
  },
  {
    name: "filtered by any",
    path: "/directors?select=id,films(year)&films.year=eq(any).{1990,2001}&order=id&limit=2",
    text: '[{"id":1,"films":[{"year":1990}]},{"id":2,"films":[{"year":2001}]}]',
  },
  {
    name: "logic of an alias, deep",
    path: "/directors?select=id,f:films(id,cast:actors(name))&f.cast.not.or=(name.eq.Ida,alive.is.null)&id=eq.1",
    text: '[{"id":1,"f":[{"id":1,"cast":[{"name":"Jon"}]},{"id":2,"cast":[]}]}]',
  },
  {
    name: "ordered by a related column, deep",
    path: "/companies?select=name,films!produced_by(id,directors(born))&films.order=directors(born).desc.nullslast,id&order=id",
    text: '[{"name":"North","films":[{"id":1,"directors":{"born":"1950-01-31"}},{"id":2,"directors":{"born":"1950-01-31"}}]},{"name":"South","films":[{"id":3,"directors":{"born":"1972-06-01"}}]}]',
  },
]);
