import { createServer } from "node:net";

/** `PORT`, or 8787. Throws TypeError for what is no port. */
export function localPort(): number {
  const port = Number(process.env.PORT || 8787);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new TypeError(`PORT is not a port: ${process.env.PORT}`);
}

/** `PERIGEE_URL`, or the local server's address. Throws TypeError for what is no address. */
export function serverUrl(): string {
  const url = process.env.PERIGEE_URL || `http://127.0.0.1:${localPort()}`;
  if (URL.canParse(url)) return url;
  throw new TypeError(`PERIGEE_URL is not an address: ${url}`);
}

/** Whether nobody listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
