import { daysAgo } from "./calendar.ts";
import type { DemoPerson } from "./content.ts";
import { insertTuples } from "./insert.ts";
import { people } from "./people.ts";
import { idOf } from "./random.ts";

/** The password of reader@, author@, editor@ and admin@perigee.example. Nobody else in the demo can sign in. */
export const demoPassword = "perigee-demo";

export function mailOf(person: DemoPerson): string {
  return `${person.mailbox ?? person.handle}@perigee.example`;
}

/** A user in auth for every profile, with the same id. */
export async function accountStatements(
  hashPassword: (password: string) => Promise<string>,
): Promise<readonly string[]> {
  const tuples: (string | null)[][] = [];
  for (const [index, person] of people.entries()) {
    const joined = daysAgo(640 - index * 14.3);
    tuples.push([
      idOf("profile", person.handle),
      mailOf(person),
      person.mailbox === undefined ? null : await hashPassword(demoPassword),
      person.role === "reader" ? "authenticated" : person.role,
      joined,
      JSON.stringify({ provider: "email", providers: ["email"] }),
      JSON.stringify({ handle: person.handle, display_name: person.name }),
      joined,
      joined,
    ]);
  }
  return insertTuples(
    "auth_users",
    [
      "id",
      "email",
      "encrypted_password",
      "role",
      "email_confirmed_at",
      "raw_app_meta_data",
      "raw_user_meta_data",
      "created_at",
      "updated_at",
    ],
    tuples,
  );
}
