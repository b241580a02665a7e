import type { Case } from "./replay.ts";

const windows = { id: 1, name: "Windows 7", client_id: 1 };
const related = { id: 1, name: "Windows 7", client: { id: 1 }, tasks: [{ id: 1 }, { id: 2 }] };

/** Rows, shaped as those of a table. */
export const shaped: readonly Case[] = [
  { ask: "POST /rpc/getproject", send: { id: 1 }, gives: [windows] },
  { ask: "GET /rpc/getproject?id=1", gives: [windows] },
  { ask: "POST /rpc/getallprojects?id=gt.1&id=lt.5&select=id", send: {}, gives: [{ id: 2 }, { id: 3 }, { id: 4 }] },
  { ask: "GET /rpc/getallprojects?id=gt.1&id=lt.5&select=id", gives: [{ id: 2 }, { id: 3 }, { id: 4 }] },
  {
    ask: "POST /rpc/getallprojects?id=gt.1&id=lt.5&select=id&limit=2&offset=1",
    send: {},
    gives: [{ id: 3 }, { id: 4 }],
    heads: { "content-range": "1-2/*" },
  },
  {
    ask: "GET /rpc/getallprojects?id=gt.1&id=lt.5&select=id&limit=2&offset=1",
    gives: [{ id: 3 }, { id: 4 }],
    heads: { "content-range": "1-2/*" },
  },
  { ask: "POST /rpc/getproject?select=id,name", send: { id: 1 }, gives: [{ id: 1, name: "Windows 7" }] },
  { ask: "GET /rpc/getproject?id=1&select=id,name", gives: [{ id: 1, name: "Windows 7" }] },
  { ask: "POST /rpc/getproject?select=id,name,client:clients(id),tasks(id)", send: { id: 1 }, gives: [related] },
  { ask: "GET /rpc/getproject?id=1&select=id,name,client:clients(id),tasks(id)", gives: [related] },
  { ask: "POST /rpc/single_article?select=*,article_stars(*)", send: { id: 1 }, status: 400 },
  { ask: "GET /rpc/single_article?id=1&select=*,article_stars(*)", status: 400 },
  {
    ask: "POST /rpc/single_article?select=id,articleStars(userId)",
    send: { id: 2 },
    gives: { id: 2, articleStars: [{ userId: 3 }] },
  },
  {
    ask: "GET /rpc/single_article?id=2&select=id,articleStars(userId)",
    gives: { id: 2, articleStars: [{ userId: 3 }] },
  },
  {
    ask: "GET /rpc/getallusers?select=name,tasks(name)&id=gt.1",
    gives: [
      { name: "Michael Scott", tasks: [{ name: "Design IOS" }, { name: "Code IOS" }, { name: "Design OSX" }] },
      { name: "Dwight Schrute", tasks: [{ name: "Design w7" }, { name: "Design IOS" }] },
    ],
  },
  { ask: "GET /rpc/get_yards?select=groups(*)", gives: [] },
  {
    ask: "GET /rpc/getallusers?select=name,tasks(name,project:projects(name))&id=gt.2",
    gives: [
      {
        name: "Dwight Schrute",
        tasks: [
          { name: "Design w7", project: { name: "Windows 7" } },
          { name: "Design IOS", project: { name: "IOS" } },
        ],
      },
    ],
  },
  {
    ask: "GET /rpc/allcapitals?select=name,country(name)",
    gives: [
      { name: "Kabul", country: { name: "Afghanistan" } },
      { name: "Algiers", country: { name: "Algeria" } },
    ],
  },
  {
    ask: "GET /rpc/allcountries?select=name,capital(name)",
    gives: [
      { name: "Afghanistan", capital: { name: "Kabul" } },
      { name: "Algeria", capital: { name: "Algiers" } },
    ],
  },
  { ask: "POST /rpc/test_empty_rowset", send: {}, gives: [] },
  { ask: "GET /rpc/test_empty_rowset", gives: [] },
  { ask: "GET /rpc/get_projects_below?id=5&id=gt.2&select=id", gives: [{ id: 3 }, { id: 4 }] },
  { ask: "GET /rpc/get_projects_below?id=5&id=not.gt.2&select=id", gives: [{ id: 1 }, { id: 2 }] },
  { ask: "GET /rpc/get_projects_below?id=5&id=not.in.(1,3)&select=id", gives: [{ id: 2 }, { id: 4 }] },
  { ask: "POST /rpc/returns_record", send: { text: "" }, gives: windows },
  {
    ask: "POST /rpc/returns_setof_record",
    send: { text: "" },
    gives: [windows, { ...windows, id: 2, name: "Windows 10" }],
  },
];
