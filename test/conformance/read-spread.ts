import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const spreads: readonly Scenario[] = readings([
  {
    name: "to one",
    path: "/films?select=title,...directors(director:name)&order=id",
    text: '[{"title":"Alba","director":"Ava"},{"title":"Alba II","director":"Ava"},{"title":"Blue, Deep","director":"Ben"},{"title":"Say \\"Cut\\"","director":null}]',
  },
  {
    name: "one to one",
    path: "/films?select=title,...posters(url)&order=id",
    text: '[{"title":"Alba","url":"/alba.png"},{"title":"Alba II","url":null},{"title":"Blue, Deep","url":"/blue.png"},{"title":"Say \\"Cut\\"","url":null}]',
  },
  {
    name: "through two",
    path: "/shots?select=id,...scenes(place,...films(title))&order=id",
    text: '[{"id":1,"place":"court","title":"Alba"},{"id":2,"place":"court","title":"Alba"},{"id":3,"place":"court","title":"Alba II"},{"id":4,"place":null,"title":null}]',
  },
  {
    name: "in an embed",
    path: "/directors?select=name,films(title,...posters(url))&id=lte.2&order=id",
    text: '[{"name":"Ava","films":[{"title":"Alba","url":"/alba.png"},{"title":"Alba II","url":null}]},{"name":"Ben","films":[{"title":"Blue, Deep","url":"/blue.png"}]}]',
  },
  {
    name: "all columns",
    path: "/posters?select=*,...films(id,title)&order=film_id",
    text: '[{"film_id":1,"url":"/alba.png","id":1,"title":"Alba"},{"film_id":3,"url":"/blue.png","id":3,"title":"Blue, Deep"}]',
  },
  {
    name: "the junction's columns beside the far table's",
    path: "/films?select=id,cast:roles(part,...actors(name))&id=eq.1",
    text: '[{"id":1,"cast":[{"part":"queen","name":"Ida"},{"part":"king","name":"Jon"}]}]',
  },
  {
    name: "to many, as lists",
    path: "/plants?select=plant:name,...machines(name)&order=id",
    text: '[{"plant":"Plant A","name":["A1","A2"]},{"plant":"Plant B","name":["B1","B2"]},{"plant":"Plant C","name":["C1"]},{"plant":"Plant D","name":[]}]',
  },
  {
    name: "to many, several columns",
    path: "/plants?select=plant:name,...machines(machine:name,kind_id)&order=id",
    text: '[{"plant":"Plant A","machine":["A1","A2"],"kind_id":[1,2]},{"plant":"Plant B","machine":["B1","B2"],"kind_id":[1,1]},{"plant":"Plant C","machine":["C1"],"kind_id":[2]},{"plant":"Plant D","machine":[],"kind_id":[]}]',
  },
  {
    name: "to many, all columns",
    path: "/plants?select=plant:name,...machines(*)&id=eq.1",
    text: '[{"plant":"Plant A","id":[1,2],"name":["A1","A2"],"plant_id":[1,1],"kind_id":[1,2]}]',
  },
  {
    name: "to many, ordered",
    path: "/plants?select=plant:name,...machines(name)&machines.order=name.desc&order=id",
    text: '[{"plant":"Plant A","name":["A2","A1"]},{"plant":"Plant B","name":["B2","B1"]},{"plant":"Plant C","name":["C1"]},{"plant":"Plant D","name":[]}]',
  },
  {
    name: "to many, filtered and cut off",
    path: "/plants?select=plant:name,...machines(name)&machines.kind_id=eq.1&machines.limit=1&order=id",
    text: '[{"plant":"Plant A","name":["A1"]},{"plant":"Plant B","name":["B1"]},{"plant":"Plant C","name":[]},{"plant":"Plant D","name":[]}]',
  },
  {
    name: "to many, without rows",
    path: "/plants?select=plant:name,...machines(name)&machines=is.null",
    text: '[{"plant":"Plant D","name":[]}]',
  },
  {
    name: "many to many",
    path: "/inspectors?select=who:name,...machines(name)&order=id",
    text: '[{"who":"Mary","name":["A1","B2"]},{"who":"John","name":["A2","B2","C1"]},{"who":"Jane","name":[]}]',
  },
  {
    name: "to one in to many",
    path: "/plants?select=plant:name,...machines(machine:name,...machine_kinds(kind:name))&order=id",
    text: '[{"plant":"Plant A","machine":["A1","A2"],"kind":["Lathe","Press"]},{"plant":"Plant B","machine":["B1","B2"],"kind":["Lathe","Lathe"]},{"plant":"Plant C","machine":["C1"],"kind":["Press"]},{"plant":"Plant D","machine":[],"kind":[]}]',
  },
  {
    name: "one to one in to many",
    path: "/plants?select=plant:name,...machines(...machine_costs(cost))&order=id",
    text: '[{"plant":"Plant A","cost":[150,200]},{"plant":"Plant B","cost":[180,70.5]},{"plant":"Plant C","cost":[null]},{"plant":"Plant D","cost":[]}]',
  },
  {
    name: "an embed in to many",
    path: "/plants?select=plant:name,...machines(machine_costs(cost))&id=eq.1",
    text: '[{"plant":"Plant A","machine_costs":[{"cost":150},{"cost":200}]}]',
  },
  {
    name: "to many in to many: lists of lists",
    path: "/plants?select=plant:name,...machines(...inspectors(who:name))&order=id",
    text: '[{"plant":"Plant A","who":[["Mary"],["John"]]},{"plant":"Plant B","who":[[],["Mary","John"]]},{"plant":"Plant C","who":[["John"]]},{"plant":"Plant D","who":[]}]',
  },
  {
    name: "by a hint",
    path: "/films?select=id,...companies!produced_by(producer:name)&order=id",
    text: '[{"id":1,"producer":"North"},{"id":2,"producer":"North"},{"id":3,"producer":"South"},{"id":4,"producer":null}]',
  },
  {
    name: "inner",
    path: "/films?select=id,...directors!inner(name)&directors.name=eq.Ben",
    text: '[{"id":3,"name":"Ben"}]',
  },
  { name: "empty", path: "/films?select=id,...directors()&id=eq.1", text: '[{"id":1}]' },
  {
    name: "no relation",
    path: "/films?select=id,...papers(id)",
    failure: {
      code: "PGRST200",
      message: "Could not find a relationship between 'films' and 'papers' in the schema cache",
      details:
        "Searched for a foreign key relationship between 'films' and 'papers' in the schema 'public', but no matches were found.",
      hint: "Perhaps you meant 'posters' instead of 'papers'.",
    },
  },
]);
