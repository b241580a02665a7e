import { booleanKind } from "./boolean.ts";
import { bytesKind } from "./bytes.ts";
import { dateKind, timeKind } from "./date.ts";
import { enumKind } from "./enum.ts";
import { bigintKind, integerKind } from "./integer.ts";
import { jsonKind } from "./json.ts";
import type { Kind, KindName } from "./kind.ts";
import { listKind } from "./list.ts";
import { numericKind, realKind } from "./real.ts";
import { textKind } from "./text.ts";
import { epochMillisKind, epochSecondsKind, timestampKind } from "./timestamp.ts";
import { uuidKind } from "./uuid.ts";

/** Every kind of column that there is. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  uuid: uuidKind,
  text: textKind,
  enum: enumKind,
  integer: integerKind,
  bigint: bigintKind,
  real: realKind,
  numeric: numericKind,
  boolean: booleanKind,
  timestamp: timestampKind,
  "epoch-seconds": epochSecondsKind,
  "epoch-millis": epochMillisKind,
  date: dateKind,
  time: timeKind,
  json: jsonKind,
  list: listKind,
  bytes: bytesKind,
};
