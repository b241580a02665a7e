import { idOf, type Person, type Seed } from "./scenario.ts";

export const people = {
  ida: { id: idOf("a", 1), role: "authenticated" },
} as const satisfies Readonly<Record<string, Person>>;

export const paper = (number: number): string => idOf("b", number);

export const seed: Seed = {
  papers: [
    {
      id: paper(1),
      title: "The fat cat sat on the mat",
      summary: "Felines, and how they rest",
      draft: "a secret whale",
      verdict: "nonsense",
      owner: people.ida.id,
    },
    { id: paper(2), title: "Cats and dogs", summary: "A comparison of pets", draft: "another whale", verdict: "good" },
    { id: paper(3), title: "Dogs running in a café", summary: null, draft: null, owner: people.ida.id },
    { id: paper(4), title: 'Quotes " and NEAR(misses) OR * stars', summary: "title : cat", draft: "cat" },
    { id: paper(5), title: "Sat upon by a cat", summary: "Supernovae explode" },
  ],
  remarks: [
    { id: 1, paper: paper(1), text: "I like cats" },
    { id: 2, paper: paper(1), text: "no comment" },
    { id: 3, paper: paper(2), text: "dogs rule" },
  ],
};
