/**
 * Whose address it is: IPv4 as it is, IPv6 by its first 64 bits, which is what one customer has (RFC 6177). `unknown`
 * where there is none, as behind no edge.
 */
export function networkOf(address: string | null): string {
  if (address === null || address === "") return "unknown";
  if (!address.includes(":")) return address;
  const [before = "", after] = address.toLowerCase().split("::");
  const head = groups(before);
  const tail = after === undefined ? [] : groups(after);
  const zeros = after === undefined ? 0 : Math.max(8 - head.length - tail.length, 0);
  const all = [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

function groups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

/** Whether it is an address of the internet, and not of this machine, a private network or nobody. */
export function isPublicNetwork(network: string): boolean {
  if (network === "unknown") return false;
  if (/^(?:10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(network)) return false;
  return !/^(?:f[cd]|fe[89ab])|^0:0:0:0(?::|$)/.test(network);
}
