/** Why something about recovery codes is refused. */
export type RecoveryReason =
  | "none"
  | "exist"
  /** They stand in for another factor, so there has to be one. */
  | "soleFactor"
  | "insufficientToGenerate"
  | "insufficientToRegenerate"
  | "insufficientToDelete"
  | "codeWrong";
