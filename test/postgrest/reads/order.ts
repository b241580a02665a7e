import { type Answers, unread } from "./replay.ts";

const misspelt = 'expecting "asc", "desc", "nullsfirst" or "nullslast"';

export const orders: Answers = {
  "/items?id=lte.2&order=id.asc": { body: '[{"id":1},{"id":2}]', range: "0-1/*" },
  "/items?id=lte.2&order=id.desc": { body: '[{"id":2},{"id":1}]', range: "0-1/*" },
  "/items?id=lte.2&order=id": '[{"id":1},{"id":2}]',
  "/no_pk?order=a.nullsfirst": '[{"a":null,"b":null},{"a":"1","b":"0"},{"a":"2","b":"0"}]',
  "/no_pk?order=a.asc.nullslast": '[{"a":"1","b":"0"},{"a":"2","b":"0"},{"a":null,"b":null}]',
  "/no_pk?order=a.desc.nullsfirst": '[{"a":null,"b":null},{"a":"2","b":"0"},{"a":"1","b":"0"}]',
  "/no_pk?order=a.desc.nullslast": '[{"a":"2","b":"0"},{"a":"1","b":"0"},{"a":null,"b":null}]',
  "/no_pk?order=a.desc": '[{"a":null,"b":null},{"a":"2","b":"0"},{"a":"1","b":"0"}]',
  "/projects?select=client_id,id&order=client_id.desc.nullslast,id.desc":
    '[{"client_id":2,"id":4},{"client_id":2,"id":3},{"client_id":1,"id":2},{"client_id":1,"id":1},{"client_id":null,"id":5}]',
  "/projects?id=eq.1&select=id, name, tasks(id, name)&tasks.order=name.asc":
    '[{"id":1,"name":"Windows 7","tasks":[{"id":2,"name":"Code w7"},{"id":1,"name":"Design w7"}]}]',
  "/projects?id=eq.1&select=id, name, the_tasks:tasks(id, name)&tasks.order=name.asc":
    '[{"id":1,"name":"Windows 7","the_tasks":[{"id":2,"name":"Code w7"},{"id":1,"name":"Design w7"}]}]',
  "/projects?id=eq.1&select=id, tasks(id, users(id, name))&tasks.order=name.asc&tasks.users.order=name.desc":
    '[{"id":1,"tasks":[{"id":2,"users":[{"id":1,"name":"Angela Martin"}]},{"id":1,"users":[{"id":3,"name":"Dwight Schrute"},{"id":1,"name":"Angela Martin"}]}]}]',
  "/projects?id=eq.1&select=id, clients(id, name)&clients.order=name.asc":
    '[{"id":1,"clients":{"id":1,"name":"Microsoft"}}]',
  "/items?order=id.ac": unread("order (id.ac)", 4, `unexpected "c" ${misspelt}`),
  "/items?order=id.descc": unread(
    "order (id.descc)",
    8,
    "unexpected 'c' expecting delimiter (.), \",\" or end of input",
  ),
  "/items?order=id.nulsfist": unread("order (id.nulsfist)", 4, `unexpected "n" ${misspelt}`),
  "/items?order=id.nullslasttt": unread("order (id.nullslasttt)", 13, "unexpected 't' expecting \",\" or end of input"),
  "/items?order=id.smth34": unread("order (id.smth34)", 4, `unexpected "s" ${misspelt}`),
  "/items?order=id.asc.nlsfst": unread(
    "order (id.asc.nlsfst)",
    8,
    'unexpected "l" expecting "nullsfirst" or "nullslast"',
  ),
  "/items?order=id.asc.nullslasttt": unread(
    "order (id.asc.nullslasttt)",
    17,
    "unexpected 't' expecting \",\" or end of input",
  ),
  "/items?order=id.asc.smth34": unread(
    "order (id.asc.smth34)",
    8,
    'unexpected "s" expecting "nullsfirst" or "nullslast"',
  ),
};
