import type { Scenario } from "../scenarios/scenario.ts";
import { readings } from "./reading.ts";

export const hoisted: readonly Scenario[] = readings([
  {
    name: "to one, summed up",
    path: "/machines?select=plant_id,...machine_costs(cost.sum())&order=plant_id",
    text: '[{"plant_id":1,"sum":350},{"plant_id":2,"sum":250.5},{"plant_id":3,"sum":null},{"plant_id":null,"sum":null}]',
  },
  { name: "to one, alone", path: "/machines?select=...machine_costs(total:cost.sum())", text: '[{"total":600.5}]' },
  {
    name: "to one, beside an aggregate of its own",
    path: "/inspections?select=n:count(),...inspectors(who:name,max:id.max())&order=inspectors(who)",
    text: '[{"n":3,"who":"John","max":2},{"n":2,"who":"Mary","max":1}]',
  },
  {
    name: "grouped by what another spread gives",
    path: "/machines?select=...machine_costs(cost.sum()),...machine_kinds(name)&order=machine_kinds(name)",
    text: '[{"sum":400.5,"name":"Lathe"},{"sum":200,"name":"Press"},{"sum":null,"name":null}]',
  },
  {
    name: "count() counts the rows that there are",
    path: "/machines?select=plant_id,...machine_costs(count())&order=plant_id",
    text: '[{"plant_id":1,"count":2},{"plant_id":2,"count":2},{"plant_id":3,"count":0},{"plant_id":null,"count":0}]',
  },
  {
    name: "count() beside columns",
    path: "/inspections?select=...inspectors(id,count())&order=inspectors(id)",
    text: '[{"id":1,"count":2},{"id":2,"count":3}]',
  },
  {
    name: "two levels down",
    path: "/inspections?select=...machines(plant_id,...machine_costs(cost.sum()))&order=machines(plant_id)",
    text: '[{"plant_id":1,"sum":350},{"plant_id":2,"sum":141.0},{"plant_id":3,"sum":null}]',
  },
  {
    name: "on several levels at a time",
    path: "/inspections?select=...machines(plant:plant_id,machines:count(),...machine_costs(costs:count()))&order=machines(plant)",
    text: '[{"plant":1,"machines":2,"costs":2},{"plant":2,"machines":2,"costs":2},{"plant":3,"machines":1,"costs":0}]',
  },
  {
    name: "grouped by an embed of what is spread",
    path: "/inspections?select=...machines(machine_kinds(name),...machine_costs(cost.sum()))",
    text: '[{"machine_kinds":{"name":"Lathe"},"sum":291.0},{"machine_kinds":{"name":"Press"},"sum":200}]',
  },
  {
    name: "grouped by a spread two levels down",
    path: "/inspections?select=inspector_id,...machines(...machine_costs(cost.sum()),...machine_kinds(name))&order=inspector_id",
    text: '[{"inspector_id":1,"sum":220.5,"name":"Lathe"},{"inspector_id":2,"sum":70.5,"name":"Lathe"},{"inspector_id":2,"sum":200,"name":"Press"}]',
  },
  {
    name: "in an embed",
    path: "/inspectors?select=name,inspections(...machines(...machine_costs(cost.sum()),...machine_kinds(kind:name)))&order=id",
    text: '[{"name":"Mary","inspections":[{"sum":220.5,"kind":"Lathe"}]},{"name":"John","inspections":[{"sum":70.5,"kind":"Lathe"},{"sum":200,"kind":"Press"}]},{"name":"Jane","inspections":[]}]',
  },
  {
    name: "filtered",
    path: "/machines?select=plant_id,...machine_costs(cost.sum())&machine_costs.cost=gt.100&order=plant_id",
    text: '[{"plant_id":1,"sum":350},{"plant_id":2,"sum":180},{"plant_id":3,"sum":null},{"plant_id":null,"sum":null}]',
  },
  {
    name: "inner",
    path: "/machines?select=plant_id,...machine_costs!inner(cost.sum())&order=plant_id",
    text: '[{"plant_id":1,"sum":350},{"plant_id":2,"sum":250.5}]',
  },
  {
    name: "to many",
    path: "/plants?select=name,...machines(count())",
    failure: {
      code: "PGRST127",
      message: "Feature not implemented",
      details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
    },
  },
  {
    name: "to one in to many",
    path: "/plants?select=name,...machines(...machine_costs(cost.sum()))",
    failure: {
      code: "PGRST127",
      message: "Feature not implemented",
      details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
    },
  },
  {
    name: "many to many",
    path: "/inspectors?select=name,...machines(name,count())",
    failure: {
      code: "PGRST127",
      message: "Feature not implemented",
      details: "Aggregates are not implemented for one-to-many or many-to-many spreads.",
    },
  },
  {
    name: "ordered by what it is not grouped by",
    path: "/machines?select=...machine_kinds(name,count())&order=machine_kinds(id)",
    failure: {
      code: "42803",
      message: 'column "machine_kinds.id" must appear in the GROUP BY clause or be used in an aggregate function',
    },
  },
  { name: "a cast of what goes in", path: "/papers?select=data->>n::integer.sum()&id=eq.6", text: '[{"sum":7}]' },
  {
    name: "renamed, a cast before and after",
    path: "/papers?select=s:data->>n::integer.sum()::text&id=eq.6",
    text: '[{"s":"7"}]',
  },
  {
    name: "a cast of a column",
    path: "/roles?select=pay::text.max(),pay::float8.avg()",
    text: '[{"max":"30","avg":20.0}]',
  },
  {
    name: "a cast that makes the function wrong",
    path: "/roles?select=pay::text.sum()",
    status: 404,
    failure: {
      code: "42883",
      message: "function sum(text) does not exist",
      hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "a path as text is no number",
    path: "/films?select=info->cut->>minutes.sum()",
    status: 404,
    failure: {
      code: "42883",
      message: "function sum(text) does not exist",
      hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  { name: "a path as text has a maximum", path: "/films?select=info->cut->>by.max()", text: '[{"max":"Eve"}]' },
  {
    name: "a path as JSON has none",
    path: "/films?select=info->cut->minutes.max()",
    status: 404,
    failure: {
      code: "42883",
      message: "function max(jsonb) does not exist",
      hint: "No function matches the given name and argument types. You might need to add explicit type casts.",
    },
  },
  {
    name: "a type that there is not",
    path: "/roles?select=pay::money.sum()",
    failure: { code: "42704", message: 'type "money" does not exist' },
  },
]);
