import type { Case } from "./replay.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };

const varied = {
  double: 3.1,
  varchar: "hello",
  boolean: true,
  date: "2019-01-01",
  enum: "foo",
  arr: ["a", "b", "c"],
  integer: 43,
  json: {},
  jsonb: {},
};
const variedText = "double=3.1&varchar=hello&boolean=true&date=2019-01-01&enum=foo&arr=%7Ba,b,c%7D&integer=43";
const documents = { json: { "some key": "some value" }, jsonb: { "another key": [1, 2, "3"] } };

/** Arguments by body, by form, by URL. */
export const given: readonly Case[] = [
  {
    ask: "GET /rpc/quotedFunction?user=mscott&fullName=Michael Scott&SSN=401-32-XXXX",
    gives: { user: "mscott", fullName: "Michael Scott", SSN: "401-32-XXXX" },
  },
  {
    ask: "POST /rpc/quotedFunction",
    send: { user: "dschrute", fullName: "Dwight Schrute", SSN: "030" },
    gives: { user: "dschrute", fullName: "Dwight Schrute", SSN: "030" },
  },
  { ask: "POST /rpc/varied_arguments", send: { ...varied, ...documents }, gives: { ...varied, ...documents } },
  { ask: `GET /rpc/varied_arguments?${variedText}`, gives: varied },
  { ask: "POST /rpc/varied_arguments", headers: form, send: { text: variedText }, gives: varied },
  { ask: "POST /rpc/json_argument", send: { arg: { key: 3 } }, gives: "object" },
  { ask: "POST /rpc/json_argument", send: { arg: '{ "key": 3 }' }, gives: "string" },
  { ask: "POST /rpc/sayhello", send: { name: 5 }, gives: "Hello, 5" },
  { ask: "POST /rpc/sayhello", send: { name: { a: [1] } }, gives: 'Hello, {"a":[1]}' },
  { ask: "POST /rpc/noparamsproc", send: { text: "" }, gives: "Return value of no parameters procedure." },
  { ask: "GET /rpc/noparamsproc", gives: "Return value of no parameters procedure." },
  { ask: "POST /rpc/variadic_param", send: { v: ["hi", "hello", "there"] }, gives: ["hi", "hello", "there"] },
  { ask: "GET /rpc/variadic_param", gives: [] },
  { ask: "GET /rpc/variadic_param?v=hi", gives: ["hi"] },
  { ask: "GET /rpc/variadic_param?v=hi&v=there", gives: ["hi", "there"] },
  { ask: "POST /rpc/variadic_param", headers: form, send: { text: "" }, gives: [] },
  { ask: "POST /rpc/variadic_param", headers: form, send: { text: "v=hi" }, gives: ["hi"] },
  { ask: "POST /rpc/variadic_param", headers: form, send: { text: "v=hi&v=there" }, gives: ["hi", "there"] },
  { ask: "GET /rpc/sayhello?name=ignored&name=world", gives: "Hello, world" },
  { ask: "GET /rpc/sayhello_variadic?name=ignored&name=world&v=unused", gives: "Hello, world" },
  { ask: "GET /rpc/three_defaults?b=4", gives: 8 },
  { ask: "POST /rpc/sayhello?name=John", send: { name: "John" }, status: 400 },
  {
    ask: "POST /rpc/sayhello?columns=name",
    send: { name: "John", smth: "here", other: "stuff", fake_id: 13 },
    gives: "Hello, John",
  },
  {
    ask: "POST /rpc/add_them",
    send: [
      { a: 1, b: 2 },
      { a: 4, b: 6 },
      { a: 100, b: 200 },
    ],
    gives: 3,
  },
  { ask: "POST /rpc/unnamed_json_param", send: { A: 1, B: 2, C: 3 }, gives: { A: 1, B: 2, C: 3 } },
  {
    ask: "POST /rpc/unnamed_text_param",
    headers: { "content-type": "text/plain", accept: "text/plain" },
    send: { text: "unnamed text arg" },
    text: "unnamed text arg",
    heads: { "content-type": "text/plain; charset=utf-8" },
  },
  {
    ask: "GET /rpc/noparamsproc",
    headers: { "content-type": "text/plain" },
    gives: "Return value of no parameters procedure.",
  },
  {
    ask: "GET /rpc/noparamsproc",
    headers: { "content-type": "application/octet-stream" },
    gives: "Return value of no parameters procedure.",
  },
  {
    ask: "GET /rpc/char_param_select?char_=abcdefg&char_arr={abc,abcdefg}",
    gives: [{ char_: "abcdefg", char_arr: ["abc", "abcdefg"] }],
  },
  { ask: "GET /rpc/test_arg?my_arg=something", gives: "foobar" },
];
