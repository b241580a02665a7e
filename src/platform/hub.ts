import { DurableObject } from "cloudflare:workers";

/** The coordinating object. So far it answers that it is there, its storage included. */
export class Hub extends DurableObject {
  ping(): boolean {
    return this.ctx.storage.sql.exec("select 1 as one").one().one === 1;
  }
}
