import { type GoTrueError, goTrueError } from "./errors.ts";

interface ChannelBody {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly channel?: string | null | undefined;
}

const invalid = goTrueError(
  400,
  "validation_failed",
  "Invalid channel, supported values are 'sms' or 'whatsapp'. 'whatsapp' is only supported if Twilio or Twilio Verify is used as the provider.",
);
const ofAnEmail = goTrueError(400, "validation_failed", "Channel should only be specified with Phone OTP");

/** A message to a phone goes as `sms`: another channel is refused, as GoTrue does where its provider has none. */
export function channelError({ email, phone, channel }: ChannelBody): GoTrueError | null {
  if (!channel) return null;
  if (email && !phone) return ofAnEmail;
  return phone && channel !== "sms" ? invalid : null;
}
