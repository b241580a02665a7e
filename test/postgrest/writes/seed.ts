import { idOf, type Person, type Seed } from "../../scenarios/scenario.ts";

// The rows of PostgREST's fixtures.

const jdoe = { id: idOf("d", 1), role: "author" };
const jroe = { id: idOf("d", 2), role: "author" };

export const people = { jdoe, jroe } satisfies Record<string, Person>;

const named = (table: string): Seed[string] => [1, 2, 3].map((id) => ({ id, name: `${table}-${id}` }));
const ids = (count: number): Seed[string] => Array.from({ length: count }, (_, index) => ({ id: index + 1 }));
const pairs = <First extends string, Second extends string>(
  first: First,
  second: Second,
  list: number[][],
): Seed[string] => list.map(([one = 0, other = 0]) => ({ [first]: one, [second]: other }));

const settings = '{"foo":{"int":1,"bar":"baz"}}';
const starred = "2015-12-08T04:22:57.472738+00:00";

export const seed: Seed = {
  clients: [
    { id: 1, name: "Microsoft" },
    { id: 2, name: "Apple" },
  ],
  projects: [
    { id: 1, name: "Windows 7", client_id: 1 },
    { id: 2, name: "Windows 10", client_id: 1 },
    { id: 3, name: "IOS", client_id: 2 },
    { id: 4, name: "OSX", client_id: 2 },
    { id: 5, name: "Orphan", client_id: null },
  ],
  users: [
    { id: 1, name: "Angela Martin" },
    { id: 2, name: "Michael Scott" },
    { id: 3, name: "Dwight Schrute" },
  ],
  tasks: ["w7", "w10", "IOS", "OSX"].flatMap((name, index) => [
    { id: 2 * index + 1, name: `Design ${name}`, project_id: index + 1 },
    { id: 2 * index + 2, name: `Code ${name}`, project_id: index + 1 },
  ]),
  users_tasks: pairs("user_id", "task_id", [
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
    [2, 5],
    [2, 6],
    [2, 7],
    [3, 1],
    [3, 5],
  ]),
  items: ids(15),
  items2: ids(15),
  articles: [1, 2, 3].map((id) => ({ id, body: `article ${id}`, owner: "diogo" })),
  articleStars: pairs("articleId", "userId", [
    [1, 1],
    [1, 2],
    [2, 3],
    [3, 2],
    [1, 3],
  ]).map((star) => ({ ...star, createdAt: starred })),
  limited_article_stars: [],
  app_users: [
    { id: 1, email: "test@123.com", password: "pass" },
    { id: 2, email: "abc@123.com", password: "pass" },
    { id: 3, email: "def@123.com", password: "pass" },
  ],
  insertonly: [],
  authors_only: [],
  country: [
    { id: 1, name: "Afghanistan" },
    { id: 2, name: "Algeria" },
  ],
  capital: [
    { id: 1, name: "Kabul", country_id: 1 },
    { id: 2, name: "Algiers", country_id: 2 },
  ],
  groups: [],
  yards: [],
  group_yard: [],
  students: [
    { id: 1, code: "0001", name: "John Doe" },
    { id: 2, code: "0002", name: "Jane Doe" },
  ],
  students_info: [
    { id: 1, code: "0001", address: "Street 1" },
    { id: 2, code: "0002", address: "Street 2" },
  ],
  menagerie: [],
  simple_pk: [
    { k: "xyyx", extra: "u" },
    { k: "xYYx", extra: "v" },
  ],
  simple_pk2: [],
  compound_pk: [],
  no_pk: [
    { n: 1, a: null, b: null },
    { n: 2, a: "1", b: "0" },
    { n: 3, a: "2", b: "0" },
  ],
  empty_table: [],
  auto_incrementing_pk: [{ id: 1, non_nullable_string: "first" }],
  withUnique: [{ id: 1, uni: "nodup", extra: "blah" }],
  tbl_w_json: [
    { id: 1, data: '{"foo":{"bar":"baz"},"id":1}' },
    { id: 2, data: '{"id":3}' },
  ],
  complex_items: [
    { id: 1, name: "One", settings, arr_data: "[1]" },
    { id: 2, name: "Two", settings, arr_data: "[1,2]" },
    { id: 3, name: "Three", settings, arr_data: "[1,2,3]", "field-with_sep": 3 },
  ],
  channels: [],
  foo: [],
  web_content: [
    { id: 5, name: "wat", p_web_id: null },
    { id: 0, name: "tardis", p_web_id: 5 },
    { id: 1, name: "fezz", p_web_id: 0 },
    { id: 2, name: "foo", p_web_id: 0 },
    { id: 3, name: "bar", p_web_id: 0 },
    { id: 4, name: "wut", p_web_id: 1 },
  ],
  car_brands: [{ name: "DMC" }, { name: "Ferrari" }, { name: "Lamborghini" }],
  car_models: [
    { name: "DeLorean", year: 1981, car_brand_name: "DMC" },
    { name: "F310-B", year: 1997, car_brand_name: "Ferrari" },
    { name: "Veneno", year: 2013, car_brand_name: "Lamborghini" },
    { name: "Murcielago", year: 2001, car_brand_name: "Lamborghini" },
  ],
  tiobe_pls: [
    { name: "Java", rank: 1 },
    { name: "C", rank: 2 },
    { name: "Python", rank: 4 },
  ],
  employees: [
    { first_name: "Frances M.", last_name: "Roe", salary: "24000", company: "One-Up Realty", occupation: "Author" },
    {
      first_name: "Daniel B.",
      last_name: "Lyon",
      salary: "36000",
      company: "Dubrow's Cafeteria",
      occupation: "Packer",
    },
    { first_name: "Edwin S.", last_name: "Smith", salary: "48000", company: "Pro Garden", occupation: "Biologist" },
  ],
  single_unique: [{ id: 1, unique_key: 1, value: "A" }],
  compound_unique: [{ id: 1, key1: 1, key2: 1, value: "A" }],
  only_pk: ids(2),
  surr_serial_upsert: [{ id: 1, name: "original value", extra: "existing value" }],
  UnitTest: [{ idUnitTest: 1, nameUnitTest: "unit test 1" }],
  addresses: [1, 2, 3, 4].map((id) => ({ id, address: `address ${id}` })),
  limited_update_items: named("item"),
  factories: [],
};
