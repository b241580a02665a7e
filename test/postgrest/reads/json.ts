import { type Answers, failed, unread } from "./replay.ts";

const foo = '{"int":1,"bar":"baz"}';
const noOperator = (type: string) =>
  failed(404, "42883", `operator does not exist: text -> ${type}`, {
    hint: "No operator matches the given name and argument types. You might need to add explicit type casts.",
  });

export const jsonPaths: Answers = {
  "/complex_items?id=eq.1&select=settings->>foo::json": `[{"foo":${foo}}]`,
  "/complex_items?id=eq.1&select=myFoo:settings->>foo::json": `[{"myFoo":${foo}}]`,
  "/complex_items?select=settings->foo->>bar::integer": failed(
    400,
    "22P02",
    'invalid input syntax for type integer: "baz"',
  ),
  "/complex_items?id=eq.1&select=settings->foo->>bar": '[{"bar":"baz"}]',
  "/complex_items?id=eq.1&select=myBar:settings->foo->>bar": '[{"myBar":"baz"}]',
  "/complex_items?id=eq.1&select=settings->foo->>int::integer": '[{"int":1}]',
  "/json_arr?id=eq.10&select=data->!@%23$%^%26*_d->>!@%23$%^%26*_e::integer": '[{"!@#$%^&*_e":3}]',
  "/json_arr?id=eq.10&select=data->(!@%23$%^%26*_d->>!@%23$%^%26*_e::integer": unread(
    "select parameter (data->(!@#$%^&*_d->>!@#$%^&*_e::integer)",
    7,
    'unexpected "(" expecting "-", digit or any non reserved character different from: .,>()',
  ),
  "/json_arr?select=data->>c->1": noOperator("integer"),
  "/json_arr?select=data->>c->b": noOperator("unknown"),
  "/json_arr?select=data->>0::int&id=in.(1,2)": '[{"data":1},{"data":4}]',
  "/json_arr?select=idx0:data->>0::int,idx1:data->>1::int&id=in.(1,2)": '[{"idx0":1,"idx1":2},{"idx0":4,"idx1":5}]',
  "/json_arr?select=data->0->>1::int&id=in.(3,4)": '[{"data":8},{"data":7}]',
  "/json_arr?select=data->0->0->>1::int&id=in.(3,4)": '[{"data":null},{"data":6}]',
  "/json_arr?select=data->0->>a&id=in.(5,6)": '[{"a":"A"},{"a":"[1,2,3]"}]',
  "/json_arr?select=data->0->a->>2&id=in.(5,6)": '[{"a":null},{"a":"3"}]',
  "/json_arr?select=data->c->>0::json&id=in.(7,8)": '[{"c":1},{"c":{"d":[4,5,6,7,8]}}]',
  "/json_arr?select=data->c->0->d->>4::int&id=in.(7,8)": '[{"d":null},{"d":8}]',
  "/json_arr?select=data->0->0xy1->1->23-xy-45->1->xy-6->>0::int&id=eq.9": '[{"xy-6":3}]',
  "/json_arr?select=data->c&id=in.(7,8)": '[{"c":[1,2,3]},{"c":[{"d":[4,5,6,7,8]}]}]',
  "/json_arr?select=data->0->a&id=in.(5,6)": '[{"a":"A"},{"a":[1,2,3]}]',
  "/json_arr?select=data->c->0->d&id=eq.8": '[{"d":[4,5,6,7,8]}]',
  "/fav_numbers?select=num->i": '[{"i":0.5},{"i":0.6}]',
  "/fav_numbers?select=num->>i": '[{"i":"0.5"},{"i":"0.6"}]',
  "/arrays?select=a:numbers->0,b:numbers->1,c:numbers_mult->0->0,d:numbers_mult->1->2":
    '[{"a":1,"b":2,"c":1,"d":6},{"a":11,"b":12,"c":11,"d":16}]',
  "/arrays?select=a:numbers->>0,b:numbers->>1,c:numbers_mult->0->>0,d:numbers_mult->1->>2":
    '[{"a":"1","b":"2","c":"1","d":"6"},{"a":"11","b":"12","c":"11","d":"16"}]',
  "/json_arr?select=data->>-1::int&id=in.(1,2)": '[{"data":3},{"data":6}]',
  "/json_arr?select=data->0->>-2::int&id=in.(3,4)": '[{"data":8},{"data":7}]',
  "/json_arr?select=data->-2->>a&id=in.(5,6)": '[{"a":"A"},{"a":"[1,2,3]"}]',
  "/json_arr?select=data->>--34": unread("select parameter (data->>--34)", 9, 'unexpected "-" expecting digit'),
};

const baz = '[{"data":{"id":1,"foo":{"bar":"baz"}}}]';

export const jsonFilters: Answers = {
  "/json_table?data->foo->>bar=eq.baz": baz,
  "/json_table?data->foo->>bar=eq.fake": "[]",
  "/json_table?data->foo->>bar=not.eq.baz": "[]",
  "/json_table?data->>id=eq.1": baz,
  "/json_arr?select=data->!@%23$%^%26*_d&data->!@%23$%^%26*_d->>!@%23$%^%26*_e=eq.3":
    '[{"!@#$%^&*_d":{"!@#$%^&*_e":3}}]',
  "/json_arr?select=data&data->>0=eq.1": '[{"data":[1,2,3]}]',
  "/json_arr?select=data&data->1->>2=eq.13": '[{"data":[[9,8,7],[11,12,13]]}]',
  "/json_arr?select=data&data->1->>b=eq.B": '[{"data":[{"a":"A"},{"b":"B"}]}]',
  "/json_arr?select=data&data->1->b->>1=eq.5": '[{"data":[{"a":[1,2,3]},{"b":[4,5]}]}]',
  "/json_arr?select=data&data->>-3=eq.1": '[{"data":[1,2,3]}]',
  "/json_arr?select=data&data->-1->>-3=eq.11": '[{"data":[[9,8,7],[11,12,13]]}]',
  "/json_arr?select=data&data->-1->b->>-1=eq.5": '[{"data":[{"a":[1,2,3]},{"b":[4,5]}]}]',
  '/jsonb_test?data=eq.{"e":1}': '[{"id":4,"data":{"e":1}}]',
  '/jsonb_test?data->a=eq.{"b":2}': '[{"id":1,"data":{"a":{"b":2}}}]',
  "/jsonb_test?data->c=eq.[1,2,3]": '[{"id":2,"data":{"c":[1,2,3]}}]',
  '/jsonb_test?data->0=eq.{"d":"test"}': '[{"id":3,"data":[{"d":"test"}]}]',
  "/fav_numbers?num->>i=gt.0.5": '[{"num":{"r":0.6,"i":0.6},"person":"B"}]',
  "/arrays?select=id&numbers->0=eq.1": '[{"id":0}]',
  "/arrays?select=id&numbers->>0=eq.11": '[{"id":1}]',
  "/arrays?select=id&numbers_mult->1->1=eq.5": '[{"id":0}]',
  "/arrays?select=id&numbers_mult->2->>2=eq.19": '[{"id":1}]',
};

export const jsonOrders: Answers = {
  "/json_table?order=data->>id.asc": '[{"data":{"id":0}},{"data":{"id":1,"foo":{"bar":"baz"}}},{"data":{"id":3}}]',
  "/json_table?order=data->foo->>bar.nullsfirst":
    '[{"data":{"id":3}},{"data":{"id":0}},{"data":{"id":1,"foo":{"bar":"baz"}}}]',
  "/fav_numbers?select=person&order=num->i.asc": '[{"person":"A"},{"person":"B"}]',
  "/fav_numbers?select=person&order=num->>i.desc": '[{"person":"B"},{"person":"A"}]',
  "/arrays?select=id&order=numbers->0.desc": '[{"id":1},{"id":0}]',
  "/arrays?select=id&order=numbers_mult->2->2.desc": '[{"id":1},{"id":0}]',
};
