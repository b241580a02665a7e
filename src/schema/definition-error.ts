/** A definition that cannot work. Thrown when the worker starts: the message names the table, the column and the mend. */
export class DefinitionError extends TypeError {
  override readonly name = "DefinitionError";

  constructor(where: string, problem: string, mend: string) {
    super(`${where}: ${problem}. ${mend}.`);
  }
}
