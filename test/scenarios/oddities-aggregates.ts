import type { Scenario } from "./scenario.ts";

/** Sums and counts are over what the caller sees, and over nothing else. */
export const sums: readonly Scenario[] = [
  {
    name: "sums of a masked column what shows of it",
    who: "mia",
    request: "GET /persons?select=salary.sum(),salary.count(),rows:count()",
    status: 200,
    answer: [{ sum: 300, count: 1, rows: 3 }],
  },
  {
    name: "sums all of it for the payroll",
    who: "pay",
    request: "GET /persons?select=salary.sum(),salary.min(),salary.max()",
    status: 200,
    answer: [{ sum: 600, min: 100, max: 300 }],
  },
  {
    name: "refuses the sum of a column that the role never sees",
    request: "GET /persons?select=salary.sum()",
    status: 401,
    roundTrips: 0,
  },
  {
    name: "refuses it in an embed",
    request: "GET /captains?select=team,persons(salary.max())",
    status: 401,
    roundTrips: 0,
  },
  {
    name: "knows no hidden column in an aggregate",
    who: "service",
    request: "GET /persons?select=password.min()",
    status: 400,
    roundTrips: 0,
  },
  {
    name: "groups by what shows of a masked column",
    who: "mia",
    request: "GET /persons?select=salary,count()&order=salary.desc.nullslast",
    status: 200,
    answer: [
      { salary: 300, count: 1 },
      { salary: null, count: 2 },
    ],
  },
  {
    name: "counts rows under their rules",
    who: "leo",
    request: "GET /tasks?select=org,count()",
    status: 200,
    answer: [{ org: "north", count: 2 }],
  },
  {
    name: "counts 0 where the caller sees nothing, and says nothing of groups",
    who: "pay",
    request: "GET /tasks?select=count()",
    status: 200,
    answer: [{ count: 0 }],
  },
  {
    name: "counts in an embed what the junction's rules show",
    request: "GET /teams?select=name,persons!members(count())&name=neq.All&order=name",
    status: 200,
    answer: [
      { name: "Blues", persons: [{ count: 1 }] },
      { name: "Reds", persons: [{ count: 1 }] },
    ],
  },
  {
    name: "counts in the same embed all that the auditor sees",
    who: "aud",
    request: "GET /teams?select=name,persons!members(count())&name=eq.Reds",
    status: 200,
    answer: [{ name: "Reds", persons: [{ count: 2 }] }],
  },
  {
    name: "sums nothing of a masked column through a junction",
    who: "zoe",
    request: "GET /teams?select=name,persons!captains(salary.sum())&name=neq.All&order=name",
    status: 200,
    answer: [
      { name: "Blues", persons: [{ sum: 100 }] },
      { name: "Reds", persons: [{ sum: null }] },
    ],
  },
  {
    name: "sums integers past 2^53 to the last digit",
    who: "service",
    request: "GET /persons?select=account.max()",
    status: 200,
    text: '[{"max":9007199254740993}]',
  },
];
