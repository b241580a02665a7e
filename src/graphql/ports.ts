/** A file of the deployment by its path, `/graphiql/index.html`; null for none. */
export type Assets = (path: string) => Promise<Response | null>;
