/** The hash before the first entry. */
export const beginning: string = "0".repeat(64);
