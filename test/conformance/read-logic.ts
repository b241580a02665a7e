import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const logic: readonly Scenario[] = readings([
  { name: "or", path: "/films?or=(id.eq.1,id.eq.3)&select=id", text: '[{"id":1},{"id":3}]' },
  { name: "and", path: "/films?and=(id.gte.2,id.lte.3)&select=id", text: '[{"id":2},{"id":3}]' },
  { name: "not.or", path: "/films?not.or=(id.eq.1,id.eq.2)&select=id", text: '[{"id":3},{"id":4}]' },
  { name: "not.and", path: "/films?not.and=(id.gte.2,id.lte.3)&select=id", text: '[{"id":1},{"id":4}]' },
  { name: "or beside a filter", path: "/films?or=(id.eq.1,id.eq.2)&title=eq.Alba&select=id", text: '[{"id":1}]' },
  {
    name: "or beside and",
    path: "/films?and=(id.eq.1,title.eq.Alba)&or=(id.eq.1,id.eq.2)&select=id",
    text: '[{"id":1}]',
  },
  { name: "or twice", path: "/films?or=(id.eq.1,id.eq.2)&or=(id.eq.2,id.eq.3)&select=id", text: '[{"id":2}]' },
  {
    name: "and in or",
    path: "/films?or=(and(title.eq.Alba,id.eq.1),and(id.eq.3,year.eq.2001))&select=id",
    text: '[{"id":1},{"id":3}]',
  },
  {
    name: "not.and in or",
    path: "/films?or=(not.and(id.gt.1,id.lt.4),id.eq.2)&select=id",
    text: '[{"id":1},{"id":2},{"id":4}]',
  },
  {
    name: "or in and in or",
    path: "/films?or=(id.eq.4,and(or(id.eq.1,id.eq.2),year.gt.1990))&select=id&order=id",
    text: '[{"id":2},{"id":4}]',
  },
  {
    name: "not before an operator",
    path: "/films?or=(id.not.gt.1,id.not.in.(1,2,3))&select=id",
    text: '[{"id":1},{"id":4}]',
  },
  {
    name: "every operator in a tree",
    path: "/films?or=(title.like.*Deep,title.ilike.say*,scores.cs.{3},released.is.false)&select=id",
    text: '[{"id":1},{"id":3},{"id":4}]',
  },
  { name: "a list in a tree", path: "/films?and=(id.in.(1,2),scores.ov.{3,4})&select=id", text: '[{"id":1}]' },
  {
    name: "quotes in a tree",
    path: '/films?or=(title.eq."Blue, Deep",title.like."Say*")&select=id',
    text: '[{"id":3},{"id":4}]',
  },
  {
    name: "quotes in a list in a tree",
    path: '/titles?or=(name.in.("Hebdon, John","a_c"),name.eq."")',
    text: '[{"name":"Hebdon, John"},{"name":""},{"name":"a_c"}]',
  },
  {
    name: "blanks in a tree",
    path: "/films?and=( and ( id.in.( 1, 2, 3 ) , id.gt.1 ) , or ( id.eq.2 , id.eq.3 ) )&select=id",
    text: '[{"id":2},{"id":3}]',
  },
  { name: "one condition", path: "/films?or=(id.eq.1)&select=id", text: '[{"id":1}]' },
  {
    name: "any in a tree",
    path: "/films?or=(year.eq(any).{1990,1994},id.eq.4)&select=id",
    text: '[{"id":1},{"id":2},{"id":4}]',
  },
  {
    name: "a JSON path in a tree",
    path: "/films?or=(info->cut->>minutes.eq.95,info->>none.not.is.null)&select=id",
    text: '[{"id":2}]',
  },
  {
    name: "on an embed",
    path: "/films?select=id,actors(id)&actors.or=(id.eq.1,name.eq.Jon)&order=id",
    text: '[{"id":1,"actors":[{"id":1},{"id":2}]},{"id":2,"actors":[{"id":1}]},{"id":3,"actors":[{"id":2}]},{"id":4,"actors":[]}]',
  },
  {
    name: "not.and on an embed",
    path: "/films?select=id,actors(id)&actors.not.and=(id.eq.1,name.eq.Ida)&order=id",
    text: '[{"id":1,"actors":[{"id":2}]},{"id":2,"actors":[]},{"id":3,"actors":[{"id":2}]},{"id":4,"actors":[]}]',
  },
  {
    name: "on an embed in an embed",
    path: "/directors?select=id,films(id,actors(id))&films.actors.or=(id.eq.2,id.eq.3)&order=id",
    text: '[{"id":1,"films":[{"id":1,"actors":[{"id":2}]},{"id":2,"actors":[]}]},{"id":2,"films":[{"id":3,"actors":[{"id":2}]}]},{"id":3,"films":[]},{"id":4,"films":[]}]',
  },
  {
    name: "across embeds",
    path: "/films?select=id,directors(),actors()&directors.name=eq.Ava&actors.name=eq.Jon&or=(directors.not.is.null,actors.not.is.null)",
    text: '[{"id":1},{"id":2},{"id":3}]',
  },
  {
    name: "an embed and a column",
    path: "/films?select=id,directors()&or=(directors.is.null,year.gt.2000)",
    text: '[{"id":3},{"id":4}]',
  },
  {
    name: "not of an embed in a tree",
    path: "/films?select=id,posters()&and=(posters.not.is.null,year.lt.2000)",
    text: '[{"id":1}]',
  },
  {
    name: "names in quotes",
    path: '/B%C3%BChne%20%26%20Saal?or=("a.dotted.column".eq.dotted-1,"(inside,parens)".eq.x)&select="Nr."',
    text: '[{"Nr.":1}]',
  },
  {
    name: "columns called like words",
    path: "/words?or=(or.is.null,and(order.eq.asc,limit.gt.2))&select=id",
    text: '[{"id":1},{"id":2}]',
  },
  {
    name: "in without parentheses in a tree",
    path: "/films?or=(id.in.1,2,id.eq.3)",
    failure: {
      code: "PGRST100",
      message: '"failed to parse logic tree ((id.in.1,2,id.eq.3))" (line 1, column 10)',
      details: 'unexpected "1" expecting "("',
    },
  },
  {
    name: "an embed that is not selected",
    path: "/films?select=id&or=(directors.is.null,year.gt.2000)",
    failure: {
      code: "42703",
      message: "column films.directors does not exist",
      hint: 'Perhaps you meant to reference the column "films.director_id".',
    },
  },
]);
