import { idOf, type Scenario } from "./scenario.ts";

const representation = { prefer: "return=representation" };
const q = encodeURIComponent;

/** Every kind of column: out, in, compared, ordered. */
export const values: readonly Scenario[] = [
  {
    name: "gives every kind as PostgREST writes it, in more columns than one json_object takes",
    request: "GET /kinds?id=eq.1",
    status: 200,
    answer: [
      {
        id: 1,
        code: idOf("c", 1),
        short: "one",
        mood: "calm",
        whole: 42,
        huge: 12,
        ratio: 0.1,
        amount: 10.5,
        flag: true,
        moment: "2026-01-31T09:30:00.25+00:00",
        seconds: "2026-01-01T00:00:00+00:00",
        millis: "2026-01-01T00:00:00.25+00:00",
        day: "2026-01-31",
        hour: "09:30:00",
        data: { a: [10, { b: true }], "x y": null, 'q"r': 1 },
        words: ["red", "blue"],
        numbers: [1, 2],
        raw: "\\xdead00be",
        doubled: 84,
        shout: "ONE",
        made: "m",
      },
    ],
  },
  {
    name: "gives null for every kind",
    request: "GET /kinds?select=huge,ratio,flag,moment,seconds,millis,day,hour,data,words,raw,doubled&id=eq.3",
    status: 200,
    answer: [
      {
        huge: null,
        ratio: null,
        flag: null,
        moment: null,
        seconds: null,
        millis: null,
        day: null,
        hour: null,
        data: null,
        words: null,
        raw: null,
        doubled: -6,
      },
    ],
  },
  {
    name: "takes every kind and gives it back",
    request: "POST /kinds",
    body: {
      id: 9,
      code: "C0000000000040008000000000000009",
      short: "nine!",
      mood: "storm",
      whole: "12",
      huge: "-9223372036854775808",
      ratio: 2.5e-3,
      amount: "12.25",
      flag: "yes",
      moment: "2026-05-05 12:00:00.123456+02",
      seconds: "2026-05-05T12:00:00Z",
      millis: "2026-05-05T12:00:00.125Z",
      day: "2026-05-05T23:00:00Z",
      hour: "07:05",
      data: { deep: [null, "text", 1.5, { 'k"ey': [] }] },
      words: ["a,b", 'c"d', "", "null"],
      numbers: "{3,4}",
      raw: "\\xCAFE",
    },
    headers: representation,
    status: 201,
    text: '[{"id":9,"code":"c0000000-0000-4000-8000-000000000009","short":"nine!","mood":"storm","whole":12,"huge":-9223372036854775808,"ratio":0.0025,"amount":12.25,"flag":true,"moment":"2026-05-05T10:00:00.123456+00:00","seconds":"2026-05-05T12:00:00+00:00","millis":"2026-05-05T12:00:00.125+00:00","day":"2026-05-05","hour":"07:05:00","data":{"deep":[null,"text",1.5,{"k\\"ey":[]}]},"words":["a,b","c\\"d","","null"],"numbers":[3,4],"raw":"\\\\xcafe","doubled":24,"shout":"NINE!","made":"by the application"}]',
  },
  {
    name: "carries all digits of an integer past 2^53, in and out",
    request: "POST /kinds?select=huge",
    body: { text: '{"id":9,"huge":9007199254740993}' },
    headers: representation,
    status: 201,
    text: '[{"huge":9007199254740993}]',
  },
  {
    name: "finds such an integer by all of its digits",
    request:
      "GET /kinds?select=id&huge=in.(9007199254740993,9007199254740995)&and=(huge.gt.9007199254740992,huge.eq.9007199254740993)",
    status: 200,
    answer: [{ id: 2 }],
  },
  {
    name: "refuses an integer past 64 bits",
    request: "GET /kinds?huge=eq.9223372036854775808",
    status: 400,
    answer: {
      code: "22003",
      message: 'value "9223372036854775808" is out of range for type bigint',
      details: null,
      hint: null,
    },
    roundTrips: 0,
  },
  {
    name: "makes defaults: the database's, the application's, the generated",
    request: "POST /kinds?select=id,whole,doubled,made,code",
    body: { short: "x" },
    headers: representation,
    status: 201,
    answer: [{ id: 4, whole: 7, doubled: 14, made: "by the application", code: anyUuid() }],
  },
  {
    name: "inserts a row of nothing but defaults",
    request: "POST /kinds?select=id,whole",
    body: {},
    headers: representation,
    status: 201,
    answer: [{ id: 4, whole: 7 }],
  },
  {
    name: "writes nothing where a single row was wanted and two of nothing at all were given",
    request: "POST /a?select=id",
    body: [{}, {}],
    headers: { ...representation, accept: "application/vnd.pgrst.object+json" },
    status: 406,
    effects: [{ sql: "select count(*) as n from a", rows: [{ n: 2 }] }],
  },
  {
    name: "inserts two rows of nothing at all",
    request: "POST /a?select=id",
    body: [{}, {}],
    headers: { prefer: "return=representation,count=exact" },
    status: 201,
    answer: [{ id: 3 }, { id: 4 }],
    answerHeaders: { "content-range": "*/2" },
  },
  {
    name: "changes every kind and computes what is generated",
    request: "PATCH /kinds?id=eq.2&select=whole,doubled,flag,raw,data,words,seconds,huge,shout",
    body: {
      whole: 5,
      flag: false,
      raw: "\\x",
      data: null,
      words: [],
      seconds: "1969-12-31T23:59:59Z",
      huge: "9223372036854775807",
      short: "neu",
    },
    headers: representation,
    status: 200,
    text: '[{"whole":5,"doubled":10,"flag":false,"raw":"\\\\x","data":null,"words":[],"seconds":"1969-12-31T23:59:59+00:00","huge":9223372036854775807,"shout":"NEU"}]',
  },
  ...(
    [
      ["uuid, whatever its spelling", `code=eq.{${idOf("C", 1).toUpperCase()}}`, [1]],
      ["enum", "mood=eq.calm", [1]],
      ["real", "ratio=eq.0.1", [1]],
      ["numeric", "amount=gte.10.5", [1]],
      ["boolean", "flag=eq.true", [1]],
      ["moment in another zone", "moment=eq.2026-01-31T10:30:00.25%2B01:00", [1]],
      ["moment kept as seconds", "seconds=gt.2025-12-31T23:59:59Z", [1]],
      ["moment kept as milliseconds", "millis=lt.2026-01-01T00:00:00.251Z", [1]],
      ["day", "day=eq.2026-01-31", [1]],
      ["time of day", "hour=gt.09:29", [1]],
      ["generated column", "doubled=lt.0", [3]],
      ["negative number in a list", "whole=in.(-3,42)", [1, 3]],
      ["list, element by element", "numbers=cs.{2}", [1]],
      ["list as a whole", "words=eq.{red,blue}", [1]],
      ["number inside JSON", "data->a->0=gt.9", [1]],
      ["text inside JSON", "data->a->>0=eq.10", [1]],
      ["boolean inside JSON as a text", "data->a->1->>b=eq.true", [1]],
      ["the last element inside JSON", "data->a->-1->>b=eq.true", [1]],
    ] as const
  ).map(
    ([kind, filter, found]): Scenario => ({
      name: `finds by ${kind}`,
      request: `GET /kinds?select=id&${filter}&order=id`,
      status: 200,
      answer: found.map((id) => ({ id })),
    }),
  ),
  {
    name: "reads a key with a quote inside JSON",
    request: `GET /kinds?select=value:data->${q('"q\\"r"')}&id=eq.1`,
    status: 200,
    answer: [{ value: 1 }],
  },
  {
    name: "reads a key with a blank, and nothing where there is nothing",
    request: "GET /kinds?select=data->x y,data->none->deeper,data->a->7&id=eq.1",
    status: 200,
  },
  {
    name: "counts nulls of every kind as nulls",
    request: "GET /kinds?select=id&words=is.null&raw=is.null&data=is.null&order=id",
    status: 200,
    answer: [{ id: 2 }, { id: 3 }],
  },
  {
    name: "gives what a hand-typed row holds instead of JSON as a text",
    request: "GET /lines?select=id,extra&id=in.(1,3)&order=id",
    status: 200,
    answer: [
      { id: 1, extra: { n: 1 } },
      { id: 3, extra: "not json" },
    ],
  },
  {
    name: "filters around such a row",
    request: "GET /lines?select=id&extra->n=eq.1",
    status: 200,
    answer: [{ id: 1 }],
  },
  {
    name: "takes a name with a quote for a member beyond the sixteenth",
    request: `GET /kinds?id=eq.1&select=id,code,short,mood,whole,huge,ratio,amount,flag,moment,seconds,millis,day,hour,made,shout,${q('"x\\"y\\\\z":doubled')}`,
    status: 200,
    text: `[{"id":1,"code":"${idOf("c", 1)}","short":"one","mood":"calm","whole":42,"huge":12,"ratio":0.1,"amount":10.5,"flag":true,"moment":"2026-01-31T09:30:00.25+00:00","seconds":"2026-01-01T00:00:00+00:00","millis":"2026-01-01T00:00:00.25+00:00","day":"2026-01-31","hour":"09:30:00","made":"m","shout":"ONE","x\\"y\\\\z":84}]`,
  },
  {
    name: "finds bytes by their hexadecimal form",
    request: `GET /kinds?select=id&raw=eq.${q("\\xDEAD00BE")}`,
    status: 200,
    answer: [{ id: 1 }],
  },
  {
    name: "finds bytes that are not these",
    request: `GET /kinds?select=id&raw=neq.${q("\\xdead00be")}`,
    status: 200,
    answer: [],
  },
  {
    name: "finds bytes in a list of them",
    request: `GET /kinds?select=id&raw=in.(${q("\\xdead00be,\\x00")})`,
    status: 200,
    answer: [{ id: 1 }],
  },
  {
    name: "casts every kind to text",
    request:
      "GET /kinds?select=code::text,whole::text,huge::text,ratio::text,flag::text,moment::text,seconds::text,day::text,data::text,words::text,raw::text&id=eq.1",
    status: 200,
    answer: [
      {
        code: idOf("c", 1),
        whole: "42",
        huge: "12",
        ratio: "0.1",
        flag: "true",
        moment: "2026-01-31T09:30:00.25+00:00",
        seconds: "2026-01-01T00:00:00+00:00",
        day: "2026-01-31",
        data: '{"a":[10,{"b":true}],"x y":null,"q\\"r":1}',
        words: '["red","blue"]',
        raw: "\\xdead00be",
      },
    ],
  },
  {
    name: "knows no hidden column in a select",
    request: "GET /kinds?select=secret",
    status: 400,
    answer: { code: "42703", message: "column kinds.secret does not exist", details: null, hint: notNaming("secret") },
    roundTrips: 0,
  },
  {
    name: "knows none in a filter, an order or a conflict either",
    who: "service",
    request: "GET /kinds?select=id&secret=eq.loud",
    status: 400,
    roundTrips: 0,
  },
  {
    name: "knows none in a body, not even from the service",
    who: "service",
    request: "POST /kinds",
    body: { secret: "x" },
    status: 400,
    roundTrips: 0,
  },
  {
    name: "writes none where it gives everything back",
    who: "service",
    request: "DELETE /kinds?id=eq.3&select=*",
    headers: representation,
    status: 200,
    effects: [{ sql: "select json_extract(before, '$.secret') as s from _perigee_changes", rows: [{ s: "loud" }] }],
  },
];

/** A hint that is none or does not tell of the column. */
function notNaming(name: string): unknown {
  return {
    asymmetricMatch: (given: unknown) => given === null || (typeof given === "string" && !given.includes(name)),
  };
}

function anyUuid(): unknown {
  return {
    asymmetricMatch: (given: unknown) =>
      typeof given === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(given),
  };
}
