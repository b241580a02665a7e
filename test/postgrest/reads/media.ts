import { type Answer, type Answers, failed } from "./replay.ts";

const stripped = "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8";
const singular = "application/vnd.pgrst.object+json; charset=utf-8";
const csv = { type: "text/csv; charset=utf-8", body: "k,extra\nxyyx,u\nxYYx,v" };
const notSingular = (rows: number): Answer =>
  failed(406, "PGRST116", "Cannot coerce the result to a single JSON object", {
    details: `The result contains ${rows} rows`,
  });
const unavailable = (type: string): Answer =>
  failed(406, "PGRST107", `None of these media types are available: ${type}`);
const referees = '[{"id":1},{"id":2},{"id":3,"referee":1,"auditor":2}]';

export const mediaTypes: Answers = {
  "/simple_pk | Accept: text/unknowntype": unavailable("text/unknowntype"),
  "/simple_pk | Accept: */*": {},
  "/simple_pk | Accept: text/unknowntype, */*": {},
  "/simple_pk | Accept: text/csv, */*": csv,
  "/simple_pk | Accept: text/csv, application/json": csv,
  "/simple_pk | Accept: text/unknowntype, text/csv": csv,
  "/simple_pk | Accept: text/csv; version=1": csv,
  "/projects?select=id&id=eq.1 | Accept: text/plain, application/json": '[{"id":1}]',
  "/projects | Accept: text/plain": unavailable("text/plain"),
  "/projects | Accept: text/xml": unavailable("text/xml"),
  "/projects | Accept: application/octet-stream": unavailable("application/octet-stream"),
  "/projects | Accept: application/vnd.pgrst.plan": unavailable("application/vnd.pgrst.plan"),
  "/projects | Accept: application/geo+json": unavailable("application/geo+json"),
  "/projects | Accept: application/vnd.pgrst.plan+json": unavailable("application/vnd.pgrst.plan+json"),
};

export const nulls: Answers = {
  "/organizations?select=id,referee,auditor&id=lte.3 | Accept: application/vnd.pgrst.array+json;nulls=stripped": {
    body: referees,
    type: stripped,
  },
  "/organizations?select=id,referee,auditor&id=lte.3 | Accept: application/vnd.pgrst.array;nulls=stripped": {
    body: referees,
    type: stripped,
  },
  "/organizations?limit=1 | Accept: application/vnd.pgrst.object+json;nulls=stripped": {
    body: '{"id":1,"name":"Referee Org","manager_id":1}',
    type: "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8",
  },
  "/organizations?select=* | Accept: application/vnd.pgrst.object+json;nulls=stripped": notSingular(6),
  "/organizations?select=id,referee&id=eq.1 | Accept: application/vnd.pgrst.array+json": {
    body: '[{"id":1,"referee":null}]',
    type: "application/json; charset=utf-8",
  },
};

export const singulars: Answers = {
  "/items?id=gt.0&id=lt.0 | Accept: application/vnd.pgrst.object+json": notSingular(0),
  "/items?id=eq.5 | Accept: application/vnd.pgrst.object+json": { body: '{"id":5}', type: singular },
  "/items?id=eq.5 | Accept: application/vnd.pgrst.object": { body: '{"id":5}', type: singular },
  "/items?id=eq.5 | Accept: application/vnd.pgrst.object+json | Prefer: count=none": {
    body: '{"id":5}',
    type: singular,
  },
  "/projects_view?id=eq.1&select=id,name,clients(*),tasks(id,name) | Accept: application/vnd.pgrst.object+json": {
    body: '{"id":1,"name":"Windows 7","clients":{"id":1,"name":"Microsoft"},"tasks":[{"id":1,"name":"Design w7"},{"id":2,"name":"Code w7"}]}',
    type: singular,
  },
};
