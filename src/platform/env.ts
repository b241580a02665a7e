import type { ConnectionObject } from "./connections.ts";
import type { FeedObject } from "./feed.ts";
import type { Hub } from "./hub.ts";
import type { TopicObject } from "./topic.ts";

/** What a worker is bound to: `wrangler.toml` and its secrets. */
export interface Env {
  readonly DB: D1Database;
  readonly CACHE: KVNamespace;
  readonly HUB: DurableObjectNamespace<Hub>;
  /** Live changes: both or none. Without them everything else works. */
  readonly FEED?: DurableObjectNamespace<FeedObject>;
  readonly CONNECTIONS?: DurableObjectNamespace<ConnectionObject>;
  readonly TOPICS?: DurableObjectNamespace<TopicObject>;
  /** The files of `/docs`; without them that page is not there. */
  readonly ASSETS?: Fetcher;
  /** At least 32 characters: signing keys at rest and API keys are derived from it. */
  readonly PERIGEE_SECRET: string;
  /** The secret of the captcha's provider, where the definition asks for a captcha. */
  readonly PERIGEE_CAPTCHA_SECRET?: string;
  /** Accepts HS256 tokens of an existing project. */
  readonly PERIGEE_JWT_SECRET?: string;
  /** Cloudflare's binding for mail, where the definition sends by it. */
  readonly MAIL?: SendEmail;
  /** Of the providers of mail and of text messages that the definition names. */
  readonly PERIGEE_MAIL_KEY?: string;
  readonly PERIGEE_SMS_KEY?: string;
  /** The client secrets of the definition's `auth.providers`: a JSON object by their names. */
  readonly PERIGEE_OAUTH_SECRETS?: string;
  /** `on` in development: messages go to `/_inbox` and nowhere else. `npm start` sets it. */
  readonly PERIGEE_INBOX?: string;
}
