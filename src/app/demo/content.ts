// The shapes in which the demo content is written; `rows.ts` turns them into rows. People, categories, tags and
// articles refer to each other by handle and slug.

export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly role: "reader" | "author" | "editor" | "admin";
  readonly bio: string;
  readonly location: string;
  readonly website?: string;
  /** The local part of the e-mail address, where it is not the handle. */
  readonly mailbox?: string;
}

export interface DemoCategory {
  readonly slug: string;
  readonly name: string;
  readonly parent?: string;
  readonly description: string;
}

export interface DemoArticle {
  readonly slug: string;
  readonly title: string;
  readonly subtitle: string;
  readonly author: string;
  readonly category: string;
  readonly tags: readonly string[];
  /** Published unless given. */
  readonly status?: "draft" | "in_review" | "archived";
  readonly featured?: boolean;
  readonly notes?: string;
  readonly body: string;
  /** Comments that fit this article only, by anybody or by one who would know. */
  readonly remarks: readonly (string | { readonly by: string; readonly text: string })[];
}

export interface DemoJob {
  readonly company: string;
  readonly title: string;
  readonly description: string;
  readonly location: string;
  readonly remote: boolean;
  /** A year, lowest and highest. */
  readonly salary?: readonly [number, number];
  readonly currency: "EUR" | "GBP" | "USD" | "JPY";
  readonly tags: readonly string[];
  readonly postedBy: string;
  readonly status?: "draft" | "filled";
  /** Days after the demo's own today; negative for one that has expired. */
  readonly expiresInDays: number;
}
