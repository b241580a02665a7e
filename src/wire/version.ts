/**
 * The version of what `src/wire` describes, and the digest of its schemas. Who changes them changes both, and writes down in
 * docs/protocol.md what is new: a test holds them together.
 */
export const protocol: { readonly version: number; readonly digest: string } = {
  version: 2,
  digest: "dc7e55d5476a3b4b",
};
