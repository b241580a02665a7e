import encodeQR from "qr";
import { totpDigits, totpPeriodSeconds } from "./totp.ts";

const base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 section 6, without padding: what people type into an app that has no camera. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += base32Alphabet[(pending >>> (bits - 5)) & 31];
    pending &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + base32Alphabet[(pending << (5 - bits)) & 31];
}

export interface KeyUriInput {
  readonly secret: string;
  readonly issuer: string;
  readonly account: string;
}

/** Source: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function keyUri({ secret, issuer, account }: KeyUriInput): string {
  const label = [issuer, account].map(encodeURIComponent).join(":");
  const members = [
    "algorithm=SHA1",
    `digits=${totpDigits}`,
    `issuer=${encodeURIComponent(issuer)}`,
    `period=${totpPeriodSeconds}`,
    `secret=${secret}`,
  ];
  return `otpauth://totp/${label}?${members.join("&")}`;
}

/** A QR code as SVG, black on white so that a dark page cannot hide it. It has no `#`, which would end a data URI. */
export function qrSvg(text: string): string {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  let path = "";
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      const start = x;
      while (row[x] === true) x++;
      if (x > start) path += `M${start} ${y}h${x - start}v1h-${x - start}z`;
    }
  }
  const size = rows.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="white"/><path d="${path}" fill="black"/></svg>`;
}
