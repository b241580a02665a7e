import { idOf, type Person, type Seed } from "./scenario.ts";

export const people = {
  ada: { id: idOf("a", 1), role: "authenticated" },
  bea: { id: idOf("a", 2), role: "authenticated" },
} as const satisfies Readonly<Record<string, Person>>;

const at = (day: number): string => `2026-01-0${day}T00:00:00+00:00`;

export const seed: Seed = {
  authors: [
    { id: people.ada.id, name: "Ada", mail: "ada@perigee.test" },
    { id: people.bea.id, name: "Bea", mail: "bea@perigee.test" },
    { id: idOf("a", 3), name: "Cy", mail: "cy@perigee.test" },
  ],
  books: [
    {
      id: 1,
      author_id: people.ada.id,
      editor_id: people.bea.id,
      title: "One",
      extra: '{"n":[1]}',
      at: at(1),
      is_draft: 0,
    },
    { id: 2, author_id: people.ada.id, editor_id: null, title: "Two", extra: null, at: at(2), is_draft: 0 },
    { id: 3, author_id: people.bea.id, editor_id: null, title: "Three", extra: null, at: at(3), is_draft: 1 },
    { id: 4, author_id: null, editor_id: null, title: "Four", extra: null, at: at(4), is_draft: 0 },
  ],
  genres: [
    { id: 1, name: "Tale" },
    { id: 2, name: "Fable" },
  ],
  book_genres: [
    { book_id: 1, genre_id: 1 },
    { book_id: 1, genre_id: 2 },
    { book_id: 3, genre_id: 1 },
  ],
  loans: [
    { id: 1, book_id: 1, reader: "rex", days: 3 },
    { id: 2, book_id: 1, reader: "sue", days: 5 },
    { id: 3, book_id: 2, reader: "rex", days: 1 },
  ],
};
