import { failureOf } from "../../conformance/words.ts";
import type { Case } from "./replay.ts";

const merge = "return=representation, resolution=merge-duplicates";
const ignore = "return=representation, resolution=ignore-duplicates";
const merged = { "preference-applied": "resolution=merge-duplicates, return=representation" };
const ignored = { "preference-applied": "resolution=ignore-duplicates, return=representation" };
const rep = "return=representation";

const language = (name: string, rank: number): { name: string; rank: number } => ({ name, rank });
const unit = (id: number, name: string): { idUnitTest: number; nameUnitTest: string } => ({
  idUnitTest: id,
  nameUnitTest: name,
});

const ranks = [language("Javascript", 6), language("Java", 2), language("C", 1)];
const known = [language("Python", 6), language("Java", 2), language("C", 1)];
const brands = [
  { name: "Murcielago", year: 2001, car_brand_name: null },
  { name: "Roma", year: 2021, car_brand_name: "Ferrari" },
];
const uniques = [
  { unique_key: 1, value: "B" },
  { unique_key: 2, value: "C" },
];
const compounds = [
  { key1: 1, key2: 1, value: "B" },
  { key1: 1, key2: 2, value: "C" },
];
const units = [unit(1, "name of unittest 1"), unit(2, "name of unittest 2")];
const surrogates = [{ id: 1, name: "updated value" }, { name: "new value" }];
const torpey = {
  first_name: "Sara M.",
  last_name: "Torpey",
  salary: "60000",
  company: "Burstein-Applebee",
  occupation: "Soil scientist",
};

/** POST with a resolution. */
export const resolutions: readonly Case[] = [
  { ask: "POST /tiobe_pls", prefer: merge, send: ranks, status: 201, gives: ranks, heads: merged },
  { ask: "POST /tiobe_pls", prefer: merge, send: known, status: 200, gives: known, heads: merged },
  {
    ask: "POST /employees",
    prefer: merge,
    send: [
      { first_name: "Frances M.", last_name: "Roe", salary: "30000" },
      { first_name: "Peter S.", last_name: "Yang", salary: "42000" },
    ],
    status: 201,
    gives: [
      { first_name: "Frances M.", last_name: "Roe", salary: "30000", company: "One-Up Realty", occupation: "Author" },
      { first_name: "Peter S.", last_name: "Yang", salary: "42000", company: null, occupation: null },
    ],
    heads: merged,
  },
  { ask: "POST /car_models", prefer: merge, send: brands, status: 201, gives: brands, heads: merged },
  { ask: "POST /articles", prefer: merge, send: [], status: 200, gives: [] },
  {
    ask: "POST /single_unique?on_conflict=unique_key&select=unique_key,value",
    prefer: merge,
    send: uniques,
    status: 201,
    gives: uniques,
    heads: merged,
  },
  {
    ask: "POST /compound_unique?on_conflict=key1,key2&select=key1,key2,value",
    prefer: merge,
    send: compounds,
    status: 201,
    gives: compounds,
    heads: merged,
  },
  {
    ask: "POST /surr_serial_upsert?columns=id,name&select=name,extra",
    prefer: `${merge}, missing=default`,
    send: surrogates,
    status: 201,
    gives: [
      { name: "updated value", extra: "existing value" },
      { name: "new value", extra: null },
    ],
    heads: { "preference-applied": "resolution=merge-duplicates, missing=default, return=representation" },
  },
  {
    ask: "POST /only_pk",
    prefer: merge,
    send: [{ id: 1 }, { id: 2 }, { id: 4 }],
    status: 201,
    gives: [{ id: 1 }, { id: 2 }, { id: 4 }],
    heads: merged,
  },
  {
    ask: "POST /tiobe_pls",
    prefer: ignore,
    send: [language("PHP", 9), language("Python", 10)],
    status: 201,
    gives: [language("PHP", 9)],
    heads: ignored,
  },
  {
    ask: "POST /employees",
    prefer: ignore,
    send: [{ ...torpey, first_name: "Daniel B.", last_name: "Lyon" }, torpey],
    status: 201,
    gives: [torpey],
    heads: ignored,
  },
  {
    ask: "POST /car_models",
    prefer: ignore,
    send: [
      { name: "Murcielago", year: 2001, car_brand_name: "Ferrari" },
      { name: "Huracán", year: 2021, car_brand_name: "Lamborghini" },
    ],
    status: 201,
    gives: [{ name: "Huracán", year: 2021, car_brand_name: "Lamborghini" }],
    heads: ignored,
  },
  {
    ask: "POST /single_unique?on_conflict=unique_key&select=unique_key,value",
    prefer: ignore,
    send: [...uniques, { unique_key: 3, value: "D" }],
    status: 201,
    gives: [
      { unique_key: 2, value: "C" },
      { unique_key: 3, value: "D" },
    ],
    heads: ignored,
  },
  {
    ask: "POST /compound_unique?on_conflict=key1,key2&select=key1,key2,value",
    prefer: ignore,
    send: [...compounds, { key1: 1, key2: 3, value: "D" }],
    status: 201,
    gives: [
      { key1: 1, key2: 2, value: "C" },
      { key1: 1, key2: 3, value: "D" },
    ],
    heads: ignored,
  },
  {
    ask: "POST /surr_serial_upsert?columns=id,name&select=name,extra",
    prefer: `${ignore}, missing=default`,
    send: surrogates,
    status: 201,
    gives: [{ name: "new value", extra: null }],
    heads: { "preference-applied": "resolution=ignore-duplicates, missing=default, return=representation" },
  },
  {
    ask: "POST /only_pk",
    prefer: ignore,
    send: [{ id: 1 }, { id: 2 }, { id: 3 }],
    status: 201,
    gives: [{ id: 3 }],
    heads: ignored,
  },
  { ask: "POST /tiobe_pls", prefer: ignore, send: [language("Java", 1)], status: 201, gives: [] },
  { ask: "POST /tiobe_pls", prefer: ignore, send: [language("Java", 1), language("C", 2)], status: 201, gives: [] },
  { ask: "POST /UnitTest", prefer: merge, send: units, status: 201, gives: units, heads: merged },
  {
    ask: "POST /UnitTest",
    prefer: ignore,
    send: units,
    status: 201,
    gives: [unit(2, "name of unittest 2")],
    heads: ignored,
  },
];

const window = failureOf("PGRST114", "limit/offset querystring parameters are not allowed for PUT");
const filters = failureOf("PGRST105", "Filters must include all and only primary key columns with 'eq' operators");
const mismatch = failureOf("PGRST115", "Payload values do not match URL in primary key column(s)");
const javascript = [language("Javascript", 1)];
const go = [language("Go", 19)];
const heidt = {
  first_name: "Susan",
  last_name: "Heidt",
  salary: "48000",
  company: "GEX",
  occupation: "Railroad engineer",
};
const roe = {
  first_name: "Frances M.",
  last_name: "Roe",
  salary: "60000",
  company: "Gamma Gas",
  occupation: "Railroad engineer",
};
const single = { accept: "application/vnd.pgrst.object+json" };
const singular = { "content-type": "application/vnd.pgrst.object+json; charset=utf-8" };

/** PUT: one row under its key. */
export const puts: readonly Case[] = [
  { ask: "PUT /tiobe_pls?name=eq.Javascript&limit=1", send: javascript, status: 400, gives: window },
  { ask: "PUT /tiobe_pls?name=eq.Javascript&offset=1", send: javascript, status: 400, gives: window },
  ...["rank=eq.19", "id=not.eq.Java", "id=in.(Go)", "and=(id.eq.Go)"].map(
    (filter): Case => ({ ask: `PUT /tiobe_pls?${filter}`, send: go, status: 405, gives: filters }),
  ),
  { ask: "PUT /employees?first_name=eq.Susan", send: [heidt], status: 405, gives: filters },
  { ask: "PUT /employees?last_name=eq.Heidt", send: [heidt], status: 405, gives: filters },
  { ask: "PUT /tiobe_pls?name=eq.MATLAB", send: [language("Perl", 17)], status: 400, gives: mismatch },
  { ask: "PUT /employees?first_name=eq.Wendy&last_name=eq.Anderson", send: [heidt], status: 400, gives: mismatch },
  { ask: "PUT /no_pk?a=eq.one&b=eq.two", send: [{ a: "one", b: "two" }], status: 405, gives: filters },
  { ask: "PUT /tiobe_pls?name=eq.Go", prefer: rep, send: go, status: 201, gives: go },
  {
    ask: "PUT /employees?first_name=eq.Susan&last_name=eq.Heidt",
    prefer: rep,
    send: [heidt],
    status: 201,
    gives: [heidt],
  },
  {
    ask: "PUT /car_models?name=eq.Supra&year=eq.2021",
    prefer: rep,
    send: [{ name: "Supra", year: 2021 }],
    status: 201,
    gives: [{ name: "Supra", year: 2021, car_brand_name: null }],
  },
  { ask: "PUT /only_pk?id=eq.10", prefer: rep, send: [{ id: 10 }], status: 201, gives: [{ id: 10 }] },
  { ask: "PUT /tiobe_pls?name=eq.Java", prefer: rep, send: [language("Java", 13)], gives: [language("Java", 13)] },
  {
    ask: "PUT /tiobe_pls?name=eq.Java",
    prefer: rep,
    headers: single,
    send: [language("Java", 19), language("Swift", 12)],
    gives: language("Java", 19),
    heads: singular,
    next: { ask: "GET /tiobe_pls?name=eq.Swift", gives: [] },
  },
  { ask: "PUT /employees?first_name=eq.Frances M.&last_name=eq.Roe", prefer: rep, send: [roe], gives: [roe] },
  {
    ask: "PUT /car_models?name=eq.DeLorean&year=eq.1981",
    prefer: rep,
    send: [{ name: "DeLorean", year: 1981, car_brand_name: null }],
    gives: [{ name: "DeLorean", year: 1981, car_brand_name: null }],
  },
  { ask: "PUT /only_pk?id=eq.1", prefer: rep, send: [{ id: 1 }], gives: [{ id: 1 }] },
  {
    ask: "PUT /tiobe_pls?name=eq.Java",
    prefer: rep,
    headers: { range: "1-1" },
    send: [language("Java", 5)],
    gives: [language("Java", 5)],
  },
  {
    ask: "PUT /tiobe_pls?name=eq.Ruby",
    prefer: rep,
    headers: single,
    send: [language("Ruby", 11)],
    status: 201,
    gives: language("Ruby", 11),
    heads: singular,
  },
  {
    ask: "PUT /UnitTest?idUnitTest=eq.1",
    send: [unit(1, "another")],
    status: 204,
    gives: "",
    next: { ask: "GET /UnitTest?idUnitTest=eq.1", gives: [unit(1, "another")] },
  },
  {
    ask: "PUT /UnitTest?idUnitTest=eq.1",
    prefer: "return=minimal",
    send: [unit(1, "unit test 1")],
    status: 204,
    gives: "",
    heads: { "preference-applied": "return=minimal" },
  },
];
