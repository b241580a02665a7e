import { idOf, type Person, type Seed } from "./scenario.ts";

// A small issue of the reference application: two authors, an editor, two readers, six articles.

const at = (day: string): string => `${day}T09:00:00+00:00`;

export const people = {
  ann: { id: idOf("a", 1), role: "author" },
  bob: { id: idOf("a", 2), role: "author" },
  eve: { id: idOf("a", 3), role: "editor" },
  rex: { id: idOf("a", 4), role: "authenticated" },
  sue: { id: idOf("a", 5), role: "authenticated" },
  ada: { id: idOf("a", 6), role: "admin" },
} as const satisfies Readonly<Record<string, Person>>;

const { ann, bob, eve, rex, sue, ada } = people;

export const science: string = idOf("c", 1);
export const physics: string = idOf("c", 2);
export const food: string = idOf("c", 3);
export const sea: string = idOf("7", 1);
export const stars: string = idOf("7", 2);
export const craft: string = idOf("7", 3);
export const tides: string = idOf("b", 1);
export const orbits: string = idOf("b", 2);
export const boats: string = idOf("b", 3);
export const draft: string = idOf("b", 4);
export const review: string = idOf("b", 5);
export const scheduled: string = idOf("b", 6);

const article = { category_id: science, body: "Words.", subtitle: null, featured: 0, meta: "{}", keywords: "[]" };
const written = { created_at: at("2025-12-01"), updated_at: at("2025-12-01") };

export const seed: Seed = {
  profiles: [
    { id: ann.id, handle: "ann", display_name: "Ann Lee", role: "author", location: "Bergen" },
    { id: bob.id, handle: "bob", display_name: "Bob Ray", role: "author", location: null },
    { id: eve.id, handle: "eve", display_name: "Eve Orr", role: "editor", location: "Bergen" },
    { id: rex.id, handle: "rex", display_name: "Rex May", role: "reader", location: null },
    { id: sue.id, handle: "sue", display_name: "Sue Fox", role: "reader", location: "Cork" },
    { id: ada.id, handle: "ada", display_name: "Ada Pym", role: "admin", location: null },
  ].map((profile) => ({ ...profile, joined_at: at("2025-01-01") })),
  categories: [
    { id: science, parent_id: null, slug: "science", name: "Science", position: 1 },
    { id: physics, parent_id: science, slug: "physics", name: "Physics", position: 1 },
    { id: food, parent_id: null, slug: "food", name: "Food", position: 2 },
  ],
  tags: [
    { id: sea, slug: "sea", name: "Sea" },
    { id: stars, slug: "stars", name: "Stars" },
    { id: craft, slug: "craft", name: "Craft" },
  ],
  articles: [
    {
      ...article,
      id: tides,
      author_id: ann.id,
      slug: "tides",
      title: "Tides",
      subtitle: "Why the sea breathes",
      status: "published",
      published_at: at("2026-01-01"),
      featured: 1,
      meta: JSON.stringify({ cover: { url: "https://i.example/t.jpg", alt: "A pier" }, series: "Water" }),
      keywords: JSON.stringify(["moon", "water"]),
      editor_notes: "Check the table.",
      ...written,
    },
    {
      ...article,
      id: orbits,
      author_id: ann.id,
      category_id: physics,
      slug: "orbits",
      title: "Orbits",
      status: "published",
      published_at: at("2026-02-01"),
      keywords: JSON.stringify(["moon"]),
      editor_notes: null,
      ...written,
    },
    {
      ...article,
      id: boats,
      author_id: bob.id,
      slug: "boats",
      title: "Small Boats",
      status: "published",
      published_at: at("2026-03-01"),
      editor_notes: "Bob: shorter.",
      ...written,
    },
    {
      ...article,
      id: draft,
      author_id: ann.id,
      slug: "draft",
      title: "A Draft",
      status: "draft",
      published_at: null,
      editor_notes: "Not yet.",
      ...written,
    },
    {
      ...article,
      id: review,
      author_id: bob.id,
      category_id: food,
      slug: "review",
      title: "Bread",
      status: "in_review",
      published_at: null,
      editor_notes: null,
      ...written,
    },
    {
      ...article,
      id: scheduled,
      author_id: bob.id,
      slug: "scheduled",
      title: "Tomorrow",
      status: "published",
      published_at: at("2999-01-01"),
      editor_notes: null,
      ...written,
    },
  ],
  article_tags: [
    { article_id: tides, tag_id: sea },
    { article_id: tides, tag_id: craft },
    { article_id: orbits, tag_id: stars },
    { article_id: boats, tag_id: sea },
    { article_id: draft, tag_id: stars },
  ],
  comments: [
    comment(1, { article_id: tides, author_id: rex.id, body: "Lovely.", day: "2026-01-02" }),
    comment(2, { article_id: tides, author_id: bob.id, body: "Nonsense!", day: "2026-01-03", status: "hidden" }),
    comment(3, {
      article_id: tides,
      author_id: ann.id,
      body: "Thank you.",
      day: "2026-01-04",
      parent_id: idOf("d", 1),
    }),
    comment(4, { article_id: boats, author_id: rex.id, body: "More boats.", day: "2026-03-02" }),
    comment(5, { article_id: draft, author_id: eve.id, body: "Early days.", day: "2025-12-02" }),
  ],
  reactions: [
    { article_id: tides, profile_id: rex.id, kind: "like", created_at: at("2026-01-02") },
    { article_id: tides, profile_id: bob.id, kind: "love", created_at: at("2026-01-03") },
    { article_id: boats, profile_id: rex.id, kind: "insight", created_at: at("2026-03-02") },
  ],
  reading_events: [
    { id: idOf("e", 1), article_id: tides, profile_id: rex.id, seconds: 60, progress: 0.5, at: at("2026-01-02") },
    { id: idOf("e", 2), article_id: tides, profile_id: null, seconds: 5, progress: 0.1, at: at("2026-01-03") },
    { id: idOf("e", 3), article_id: boats, profile_id: sue.id, seconds: 90, progress: 1, at: at("2026-03-03") },
  ],
  job_listings: [
    job(1, { posted_by: ann.id, title: "Sailor", status: "open", expires_on: "2999-01-01", salary_min: 100 }),
    job(2, { posted_by: ann.id, title: "Cook", status: "open", expires_on: "2020-01-01", salary_min: null }),
    job(3, { posted_by: bob.id, title: "Printer", status: "draft", expires_on: "2999-01-01", salary_min: 300 }),
  ],
  newsletter_subscriptions: [
    { id: idOf("f", 1), email: "rex@example.com", profile_id: rex.id, frequency: "weekly", confirmed: 1 },
    { id: idOf("f", 2), email: "nobody@example.com", profile_id: null, frequency: "daily", confirmed: 0 },
  ],
};

function comment(
  number: number,
  {
    day,
    ...given
  }: {
    readonly article_id: string;
    readonly author_id: string;
    readonly body: string;
    readonly day: string;
    readonly status?: string;
    readonly parent_id?: string;
  },
): Readonly<Record<string, string | null>> {
  return { id: idOf("d", number), parent_id: null, status: "visible", created_at: at(day), ...given };
}

function job(
  number: number,
  given: {
    readonly posted_by: string;
    readonly title: string;
    readonly status: string;
    readonly expires_on: string;
    readonly salary_min: number | null;
  },
): Readonly<Record<string, string | number | null>> {
  const rest = { company: "Pier & Co", description: "Work.", remote: 0, apply_url: "https://jobs.example" };
  return { id: idOf("9", number), ...rest, ...given };
}
