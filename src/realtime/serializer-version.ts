/** How messages are written: objects (1.0.0), or arrays and binary frames (2.0.0). */
export type SerializerVersion = "1.0.0" | "2.0.0";

/** The parameter `vsn`; clients before it spoke the first. Null for a version that does not exist. */
export function serializerVersion(vsn: string | null): SerializerVersion | null {
  if (vsn === null || vsn === "") return "1.0.0";
  return vsn === "1.0.0" || vsn === "2.0.0" ? vsn : null;
}
