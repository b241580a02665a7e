import type { Presence, PresenceChange } from "./ports.ts";

/** Who is there, by reference. */
export class Presences {
  readonly #byRef = new Map<string, Presence>();

  get all(): readonly Presence[] {
    return [...this.#byRef.values()];
  }

  get size(): number {
    return this.#byRef.size;
  }

  /** Begins anew, with what was told `since` after it; the answer is what has not been told before. */
  replace(presences: readonly Presence[], since: readonly PresenceChange[]): PresenceChange {
    const before = new Map(this.#byRef);
    this.#byRef.clear();
    for (const presence of presences) this.#byRef.set(presence.ref, presence);
    for (const change of since) this.apply(change);
    return {
      joins: this.all.filter(({ ref }) => !before.has(ref)),
      leaves: [...before.values()].filter(({ ref }) => !this.#byRef.has(ref)),
    };
  }

  apply({ joins, leaves }: PresenceChange): void {
    for (const { ref } of leaves) this.#byRef.delete(ref);
    for (const presence of joins) this.#byRef.set(presence.ref, presence);
  }
}

/** Phoenix's form: `{"ada":{"metas":[{"phx_ref":"…",…}]}}`, as JSON text. */
export function presenceStateJson(presences: readonly Presence[]): string {
  const byKey = new Map<string, string[]>();
  for (const presence of presences) {
    const meta = metaJson(presence);
    const metas = byKey.get(presence.key);
    if (metas === undefined) byKey.set(presence.key, [meta]);
    else metas.push(meta);
  }
  const members = Array.from(byKey, ([key, metas]) => `${JSON.stringify(key)}:{"metas":[${metas.join(",")}]}`);
  return `{${members.join(",")}}`;
}

function metaJson({ meta, ref, previous }: Presence): string {
  const own = meta === "{}" ? "{" : `${meta.slice(0, -1)},`;
  const before = previous === null ? "" : `,"phx_ref_prev":${JSON.stringify(previous)}`;
  return `${own}"phx_ref":${JSON.stringify(ref)}${before}}`;
}

export function presenceDiffJson({ joins, leaves }: PresenceChange): string {
  return `{"joins":${presenceStateJson(joins)},"leaves":${presenceStateJson(leaves)}}`;
}
