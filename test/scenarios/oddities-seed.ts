import { idOf, type Person, type Seed } from "./scenario.ts";

export const people = {
  mia: { id: idOf("a", 1), role: "authenticated", claims: { app_metadata: { org: "north" }, teams: [3] } },
  leo: { id: idOf("a", 2), role: "authenticated", claims: { app_metadata: { org: "north" } } },
  zoe: { id: idOf("a", 3), role: "authenticated", claims: { app_metadata: { org: "south" }, teams: "none" } },
  pay: { id: idOf("a", 4), role: "payroll" },
  aud: { id: idOf("a", 5), role: "auditor" },
} as const satisfies Readonly<Record<string, Person>>;

const { mia, leo, zoe } = people;

export const oddName = 'o"dd tâble, 1';
export const oddPath: string = encodeURIComponent(oddName);

const bytes = new Uint8Array([222, 173, 0, 190]).buffer;

export const seed: Seed = {
  kinds: [
    {
      id: 1,
      code: idOf("c", 1),
      short: "one",
      mood: "calm",
      whole: 42,
      huge: 12,
      ratio: 0.1,
      amount: 10.5,
      flag: 1,
      moment: "2026-01-31T09:30:00.25+00:00",
      seconds: 1_767_225_600,
      millis: 1_767_225_600_250,
      day: "2026-01-31",
      hour: "09:30:00",
      data: '{"a":[10,{"b":true}],"x y":null,"q\\"r":1}',
      words: '["red","blue"]',
      numbers: "[1,2]",
      raw: bytes,
      made: "m",
      secret: "hush",
    },
    { id: 2, code: idOf("c", 2), short: "two", whole: 0, huge: "9007199254740993", made: "m", secret: "hush" },
    { id: 3, code: idOf("c", 3), short: "3", whole: -3, made: "m", secret: "loud" },
  ],
  order: [
    { group: "a", select: 1, from: "where", limit: 1, and: "or", "parent group": null, "parent select": null },
    { group: "a", select: 2, from: "where", limit: 2, and: null, "parent group": "a", "parent select": 1 },
    { group: "b", select: 1, from: "where", limit: null, and: "x", "parent group": "a", "parent select": 1 },
  ],
  [oddName]: [
    {
      id: 1,
      'a"b': "quote",
      "c.d": "dot",
      "e f": "space",
      "g,h": "comma",
      "i'j": "apostrophe",
      $k: "dollar",
      "l-m": "dash",
      order_group: "a",
      order_select: 1,
    },
    { id: 2, 'a"b': null, "c.d": null },
  ],
  lines: [
    { id: 1, group: "a", select: 1, text: "first", extra: '{"n":1}' },
    { id: 2, group: "a", select: 1, text: "second" },
    { id: 3, group: "b", select: 1, text: null, extra: "not json" },
  ],
  teams: [
    { id: 1, name: "All", parent: null },
    { id: 2, name: "Reds", parent: 1 },
    { id: 3, name: "Blues", parent: 1 },
  ],
  matches: [
    { id: 1, home: 2, away: 3, score: "1:0" },
    { id: 2, home: 3, away: 2, score: null },
  ],
  persons: [
    { id: mia.id, name: "Mia", salary: 300, account: "9007199254740993", phone: "111", password: "p" },
    { id: leo.id, name: "Leo", salary: 200, account: "9007199254740993", phone: "222", password: "p" },
    { id: zoe.id, name: "Zoe", salary: 100, account: 5, phone: null, password: "p" },
  ],
  members: [
    { team: 2, person: mia.id, public: 1 },
    { team: 2, person: leo.id, public: 0 },
    { team: 3, person: zoe.id, public: 1 },
  ],
  captains: [
    { team: 2, person: leo.id },
    { team: 3, person: zoe.id },
  ],
  lockers: [{ person: mia.id, number: 7 }],
  tasks: [
    { id: 1, org: "north", owner: mia.id, team: null, step: 1, due: "2026-01-01T00:00:00+00:00", title: "Mia's" },
    { id: 2, org: "north", owner: leo.id, team: 2, step: 2, due: null, title: "the Reds'" },
    { id: 3, org: "north", owner: leo.id, team: 3, step: 3, due: null, title: "the Blues'" },
    { id: 4, org: "south", owner: zoe.id, team: 2, step: 1, due: "2026-01-02T00:00:00+00:00", title: "Zoe's" },
    { id: 5, org: "south", owner: null, team: 3, step: 1, due: "2026-01-03T00:00:00+00:00", title: "nobody's" },
  ],
  a: [
    { id: 1, value: "x", words: '["red"]' },
    { id: 2, value: "red", words: '["blue"]' },
  ],
  rows: [
    { id: "x", rowid: 7, key: 1, oid: "b" },
    { id: "y", rowid: 7, key: 2, oid: "a" },
    { id: "z", rowid: 8, key: 3, oid: null },
  ],
  vault: [{ id: 1, gold: 999 }],
};
