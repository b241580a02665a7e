import { serviceRole } from "../../kernel/principal.ts";
import { compileCondition } from "../../rules/compile-condition.ts";
import { anyOf, type Expression, no, yes } from "../../rules/expression.ts";
import type { GrantBuilder } from "../../rules/grant.ts";
import { compileRoles, type RoleDefinitions, type Roles } from "../../rules/roles.ts";
import { DefinitionError } from "../../schema/definition-error.ts";
import type { Model } from "../../schema/model.ts";
import type { ChannelDefinition, ChannelOptions } from "./define.ts";
import { topicPattern } from "./pattern.ts";

/** What a client may do in a channel, one flag a right. */
export type ChannelRight = "join" | "broadcast.read" | "broadcast.write" | "presence.read" | "presence.write";

export const channelRights: readonly ChannelRight[] = [
  "join",
  "broadcast.read",
  "broadcast.write",
  "presence.read",
  "presence.write",
];

/** A channel as the definition declares it, found by its name. */
export interface DeclaredChannel {
  /** What the name says at the pattern's places. */
  readonly params: Readonly<Record<string, string>>;
  /** When a role has the right. */
  readonly condition: (right: ChannelRight, role: string) => Expression;
  readonly replay: ResolvedReplay;
}

export interface ResolvedReplay {
  readonly maxSeconds: number;
  readonly maxMessages: number;
}

/** The declared channels. Null: nothing of that name is declared. */
export type Channels = (topic: string, isPrivate: boolean) => DeclaredChannel | null;

export interface ChannelsContext {
  readonly model: Model;
  readonly roles: RoleDefinitions;
}

/** @throws DefinitionError naming the channel and the mend */
export function compileChannels(definitions: readonly ChannelDefinition[], context: ChannelsContext): Channels {
  const roles = compileRoles(context.roles);
  const compiled = definitions.map(({ pattern, options }) => ({
    isPrivate: options.public !== true,
    pattern: topicPattern(pattern),
    replay: resolveReplay(options, pattern),
    condition: conditionsOf(options, { ...context, roles, where: `channel "${pattern}"` }),
  }));
  return (topic, isPrivate) => {
    for (const each of compiled) {
      if (each.isPrivate !== isPrivate) continue;
      const params = each.pattern.match(topic);
      if (params !== null) return { params, condition: each.condition, replay: each.replay };
    }
    return null;
  };
}

interface Place {
  readonly model: Model;
  readonly roles: Roles;
  readonly where: string;
}

function conditionsOf(options: ChannelOptions, place: Place): DeclaredChannel["condition"] {
  const { join, broadcast, presence } = options;
  const isOpen = options.public === true && join === undefined && broadcast === undefined && presence === undefined;
  const given: Readonly<Record<ChannelRight, readonly GrantBuilder[]>> = {
    join: join ?? [...(broadcast?.read ?? []), ...(presence?.read ?? [])],
    "broadcast.read": broadcast?.read ?? [],
    "broadcast.write": broadcast?.write ?? [],
    "presence.read": presence?.read ?? [],
    "presence.write": presence?.write ?? [],
  };
  const grants = new Map(channelRights.map((right) => [right, given[right].map((each) => compileGrant(each, place))]));
  return (right, role) => {
    if (role === serviceRole || isOpen) return yes;
    const held = place.roles.get(role);
    if (held === undefined) return no;
    const candidates = (grants.get(right) ?? []).filter((grant) => grant.roles.some((name) => held.has(name)));
    return anyOf(candidates.map(({ when }) => when));
  };
}

function compileGrant({ grant }: GrantBuilder, { model, roles, where }: Place) {
  const unknown = grant.roles.find((role) => !roles.has(role));
  if (unknown !== undefined) {
    throw new DefinitionError(where, `role "${unknown}" does not exist`, `Use one of: ${[...roles.keys()].join(", ")}`);
  }
  if (grant.check !== null || grant.columns !== null) {
    throw new DefinitionError(where, "a channel has no row for check() or only()", "Use when()");
  }
  const when = grant.when === null ? yes : compileCondition(grant.when, { model, where, scopes: [], hasBefore: false });
  return { roles: grant.roles, when };
}

const longestReplaySeconds = 604_800;
const mostReplayed = 1_000;

function resolveReplay({ replay }: ChannelOptions, pattern: string): ResolvedReplay {
  const { maxSeconds = 86_400, maxMessages = 100 } = replay ?? {};
  const isSound =
    maxSeconds >= 1 && maxSeconds <= longestReplaySeconds && maxMessages >= 1 && maxMessages <= mostReplayed;
  if (isSound) return { maxSeconds, maxMessages };
  throw new DefinitionError(
    `channel "${pattern}"`,
    "its replay is out of bounds",
    `Keep 1 to ${mostReplayed} messages for 1 to ${longestReplaySeconds} seconds`,
  );
}
