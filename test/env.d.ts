declare namespace Cloudflare {
  interface Env {
    readonly DB: D1Database;
    readonly CACHE: KVNamespace;
  }
}
