import { err, ok, type Result } from "../../kernel/result.ts";
import { type Address, type GivenAddress, readAddress } from "../address.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import type { AuthSettings } from "../settings.ts";

/** Whether an address of the channel counts as confirmed as soon as it is given. */
export function confirmedAtOnce(settings: AuthSettings, channel: Address["channel"]): boolean {
  return channel === "email" ? settings.autoConfirm : settings.autoConfirmPhone;
}

/** Whether people may come with a phone number: one that is not proven needs nobody who sends messages. */
export function takesPhones(settings: AuthSettings, channels: AuthContext["outbox"]["channels"]): boolean {
  return settings.autoConfirmPhone || channels.has("sms");
}

/** The address, where messages can be sent to its kind at all; that has nothing to do with whose it is. */
export function reachable(context: AuthContext, given: GivenAddress): Result<Address, AuthReason> {
  const address = readAddress(given);
  if (!address.ok) return address;
  const isEmail = address.value.channel === "email";
  if (context.outbox.channels.has(isEmail ? "email" : "sms")) return ok(address.value);
  return err({ kind: "flow", reason: isEmail ? "emailDisabled" : "phoneDisabled" });
}
