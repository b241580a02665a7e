/** A file of the deployment by its path, `/docs/start.js`; null for none. */
export type Assets = (path: string) => Promise<Response | null>;
