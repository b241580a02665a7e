/**
 * Decodes one component of a query string as URLSearchParams does (URL Standard, application/x-www-form-urlencoded
 * parsing): `+` is a space, a bad escape stays as it is, bytes that are not UTF-8 become U+FFFD. Never throws.
 */
export function decodeText(raw: string): string {
  const escaped = raw.includes("%");
  if (!raw.includes("+")) return escaped ? unescapePercent(raw) : raw;
  const spaced = raw.replaceAll("+", " ");
  return escaped ? unescapePercent(spaced) : spaced;
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    const safe = text.replaceAll(" ", "+").replaceAll("&", "%26");
    return new URLSearchParams(`v=${safe}`).get("v") ?? "";
  }
}

/** One segment of a path; what is no escape stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
