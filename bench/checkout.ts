import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of another checkout, whose dependencies are installed. */
export function loadFrom(checkout: string, file: string): Promise<unknown> {
  return import(pathToFileURL(resolve(checkout, file)).href);
}
