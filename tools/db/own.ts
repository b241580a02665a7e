/** The SQL condition that a name in the schema is neither SQLite's own nor the platform's. */
export const own = (name: string): string =>
  `${name} NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ${name} NOT LIKE '\\_cf\\_%' ESCAPE '\\'`;
