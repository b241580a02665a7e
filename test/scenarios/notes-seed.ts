import { idOf, type Person, type Seed } from "./scenario.ts";

export const people = {
  ida: { id: idOf("a", 1), role: "authenticated" },
} as const satisfies Readonly<Record<string, Person>>;

export const longWord = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";

export const seed: Seed = {
  notes: [
    {
      id: 1,
      title: "Été à Paris",
      secret: "blue moon",
      owner: people.ida.id,
      data: '{"kind":"trip","tags":["sun","city"],"stars":4,"at":{"lat":48.85,"lon":2.35},"code":"AB-12"}',
      tags: '["sun","city"]',
      numbers: "[1,2,3]",
      flags: "[true,false]",
      moments: '["2026-01-31T09:30:00+00:00"]',
      bigs: "[9007199254740993]",
    },
    {
      id: 2,
      title: "Winter in Oslo",
      secret: "red moon",
      data: '{"kind":"trip","tags":["snow",null,"city","city"],"stars":4.0,"at":null,"code":"ab-3"}',
      tags: '["snow",null]',
      numbers: "[3,3]",
      flags: "[true]",
      moments: "[]",
      bigs: "[9007199254740992]",
    },
    { id: 3, title: longWord, data: '[1,[2,3],{"a":1,"b":[]},"sun"]', tags: "[]", numbers: "[]", flags: "[null]" },
    { id: 4, title: null, data: null, tags: null },
    { id: 5, title: "line one\nline two", data: '"sun"', tags: '["a,b","c\\"d","NULL"]' },
    { id: 6, title: "100% (sure)", data: "7", tags: '["city"]' },
    { id: 7, title: "", data: "null" },
    { id: 8, title: "x", data: "true" },
  ],
  replies: [
    { id: 1, note: 1, text: "Lovely, isn't it?" },
    { id: 2, note: 1, text: "call 555-1234" },
    { id: 3, note: 2, text: "brr" },
  ],
};
