import { idOf, type Person, type Seed } from "./scenario.ts";

export const people: Readonly<Record<string, Person>> = {
  reader: { id: idOf("a", 1), role: "authenticated", claims: { app_metadata: { title: "Dune" } } },
  other: { id: idOf("a", 2), role: "authenticated" },
  librarian: { id: idOf("a", 3), role: "librarian" },
};

export const seed: Seed = {
  authors: [
    { id: 1, name: "Herbert" },
    { id: 2, name: "Le Guin" },
  ],
  books: [
    {
      id: 1,
      title: "Dune",
      author_id: 1,
      status: "shelved",
      copies: 3,
      rating: 4.5,
      is_rare: 1,
      bought: 1_700_000_000,
      added_at: "2020-01-01T00:00:00+00:00",
      code: 7,
      topics: '["sand"]',
      extra: '{"pages":412}',
      cover: Uint8Array.of(1, 255).buffer,
      price: 10,
      shelf: "A1",
    },
    { id: 2, title: "The Dispossessed", author_id: 2, status: "shelved", copies: 1, price: 8, shelf: "B1" },
    { id: 3, title: "Anonymous", author_id: null, status: "shelved", copies: 2, rating: 3, price: 1, shelf: "C1" },
    { id: 4, title: "Unfinished", author_id: 2, status: "draft", copies: 0, price: 99, shelf: "D1" },
  ],
  loans: [
    { book_id: 1, reader_id: idOf("a", 1), note: "due" },
    { book_id: 1, reader_id: idOf("a", 2), note: null },
    { book_id: 2, reader_id: idOf("a", 2), note: "late" },
  ],
};
