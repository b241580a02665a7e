/** FNV-1a, 32 bits, as eight hexadecimal digits. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(checksumLength, "0");
}

export const checksumLength = 8;
