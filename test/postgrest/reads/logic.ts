import { type Answers, unread } from "./replay.ts";

const ids = (...list: readonly number[]): string => JSON.stringify(list.map((id) => ({ id })));
const q = '"';

export const logic: Answers = {
  "/entities?or=(id.eq.1,id.eq.2)&select=id": ids(1, 2),
  "/entities?not.or=(id.eq.1,id.eq.2)&select=id": ids(3, 4),
  "/entities?or=(id.eq.1,id.eq.2)&name=eq.entity 1&select=id": ids(1),
  "/entities?child_entities.or=(id.eq.1,name.eq.child entity 2)&select=id,child_entities(id)":
    '[{"id":1,"child_entities":[{"id":1},{"id":2}]},{"id":2,"child_entities":[]},{"id":3,"child_entities":[]},{"id":4,"child_entities":[]}]',
  "/entities?child_entities.grandchild_entities.or=(id.eq.1,id.eq.2)&select=id,child_entities(id,grandchild_entities(id))&id=eq.1":
    '[{"id":1,"child_entities":[{"id":1,"grandchild_entities":[{"id":1},{"id":2}]},{"id":2,"grandchild_entities":[]},{"id":4,"grandchild_entities":[]},{"id":5,"grandchild_entities":[]}]}]',
  "/entities?or=(and(name.eq.entity 2,id.eq.2),and(name.eq.entity 1,id.eq.1))&select=id": ids(1, 2),
  "/entities?or=(not.and(name.eq.entity 2,id.eq.2),not.and(name.eq.entity 1,id.eq.1))&select=id": ids(1, 2, 3, 4),
  "/entities?and=(id.eq.1,name.eq.entity 1)&or=(id.eq.1,id.eq.2)&select=id": ids(1),
  "/entities?or=(id.lt.2,id.gt.3)&select=id": ids(1, 4),
  "/entities?or=(id.lte.2,id.gte.3)&select=id": ids(1, 2, 3, 4),
  "/entities?or=(name.like.*1,name.ilike.*ENTITY 2)&select=id": ids(1, 2),
  "/entities?or=(id.in.(1,2),id.in.(3,4))&select=id": ids(1, 2, 3, 4),
  "/entities?and=(name.is.null,arr.is.null)&select=id": ids(4),
  "/entities?and=(id.gte.2,arr.isdistinct.{1,2})&select=id": ids(3, 4),
  "/entities?or=(arr.cs.{1,2,3},arr.cd.{1})&select=id": ids(1, 3),
  "/entities?arr=eq.{1,2,3}&select=id": ids(3),
  "/entities?arr=neq.{1,2}&select=id": ids(1, 3),
  "/entities?arr=lt.{2,3}&select=id": ids(1, 2, 3),
  "/entities?arr=gt.{1,1}&select=id": ids(2, 3),
  "/entities?arr=gt.{3}&select=id": "[]",
  "/entities?arr=lte.{1,2}&select=id": ids(1, 2),
  "/entities?arr=cs.{1,2}&select=id": ids(2, 3),
  "/entities?arr=cd.{1,2,6}&select=id": ids(1, 2),
  "/entities?arr=ov.{3}&select=id": ids(3),
  "/entities?arr=isdistinct.{1,2}&select=id": ids(1, 3, 4),
  "/entities?and=(arr.not.cs.{1,2,3},and(id.not.eq.2,name.not.like.*3))&select=id": ids(1),
  "/entities?and=(id.not.in.(1,3),name.not.is.null)&select=id": ids(2),
  "/entities?and=(arr.not.cd.{1},or(id.not.lt.1,id.not.gte.3))&select=id": ids(2, 3),
  "/entities?and=(name.not.ilike.*ITY2,or(id.not.gt.4,id.not.lte.1))&select=id": ids(1, 2, 3),
  "/entities?and=(id.not.eq.2,arr.not.isdistinct.{1,2,3})&select=id": ids(3),
  [`/grandchild_entities?or=(name.eq.${q}(grandchild,entity,4)${q},name.eq.${q}(grandchild,entity,5)${q})&select=id`]:
    ids(4, 5),
  [`/grandchild_entities?or=(name.like.${q}*ity,4*${q},name.ilike.${q}*ITY,5)${q})&select=id`]: ids(4, 5),
  [`/grandchild_entities?or=(id.in.(${q}1${q},${q}2${q}),id.in.(${q}3${q},${q}4${q}))&select=id`]: ids(1, 2, 3, 4),
  "/entities?and=( and ( id.in.( 1, 2, 3 ) , id.eq.3 ) , or ( id.eq.2 , id.eq.3 ) )&select=id": ids(3),
  "/entities?or=()": unread(
    "logic tree (())",
    4,
    'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
  ),
  "/entities?or=(id.eq.1)&select=id": ids(1),
  "/entities?and=(id.eq.1)&select=id": ids(1),
  "/grandchild_entities?or=(id.eq.1, id.eq.2, id.eq.3)&select=id": ids(1, 2, 3),
  "/grandchild_entities?and=(id.in.(1,2), id.in.(3,1), id.in.(1,4))&select=id": ids(1),
  "/grandchild_entities?or=( id.eq.1, id.eq.2, and(id.in.(1,3), id.in.(2,3)), id.eq.4 )&select=id": ids(1, 2, 3, 4),
  "/grandchild_entities?and=( id.eq.1, not.or(id.eq.2, id.eq.3), id.in.(1,4), or(id.eq.1, id.eq.4) )&select=id": ids(1),
  "/entities?or=(id.eq.1,id.eq.2": { status: 400 },
  "/entities?or=id.eq.1,id.eq.2)": unread("logic tree (id.eq.1,id.eq.2))", 3, 'unexpected "i" expecting "("'),
  "/entities?or=(ord(id.eq.1,id.eq.1),id.eq.2)": { status: 400 },
  "/entities?or=(id.in.1,2,id.eq.3)": unread("logic tree ((id.in.1,2,id.eq.3))", 10, 'unexpected "1" expecting "("'),
  "/entities?or=)(": unread("logic tree ()()", 3, 'unexpected ")" expecting "("'),
  "/entities?and=(ord(id.eq.1,id.eq.1),id.eq.2)": { status: 400 },
  "/grandchild_entities?or=(or_starting_col.eq.smth, and_starting_col.eq.smth)&select=id": "[]",
  "/grandchild_entities?or=(jsonb_col->a->>b.eq.foo, jsonb_col->>b.eq.bar)&select=id": ids(4, 5),
};

/** Values of which any, or all, have to do. */
export const quantifiers: Answers = {
  "/projects?id=eq(any).{3,4,5}&select=id": ids(3, 4, 5),
  "/projects?id=gt(all).{4,3}&select=id": ids(5),
  "/projects?id=gte(all).{4,3}&select=id": ids(4, 5),
  "/projects?id=lt(all).{4,3}&select=id": ids(1, 2),
  "/projects?id=lte(all).{4,3}&select=id": ids(1, 2, 3),
  "/articles?body=like(any).{%25plan%25,%25brain%25}&select=id": ids(1, 2),
  "/articles?body=ilike(all).{%25plan%25,%25greatness%25}&select=id": ids(1),
  "/articles?body=match(any).{stop,thing}&select=id": ids(1),
  "/articles?body=imatch(any).{stop,thing}&select=id": ids(1, 2),
  "/projects?id=not.eq(any).{3,4,5}&select=id": ids(1, 2),
};
