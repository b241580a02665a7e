import type { Result } from "../../kernel/result.ts";
import { type AuditPage, type ListedEntry, listAudit } from "../audit/list.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import type { AdminActor } from "./actor.ts";
import { createUser, type UserCreation } from "./create-user.ts";
import { deleteUser, softDeleteUser } from "./delete-user.ts";
import { type GeneratedLink, generateLink, invite, type LinkRequest } from "./links.ts";
import { type UserUpdate, updateUser } from "./update-user.ts";
import { findUser, listUsers, type UserList, type UserPage } from "./users.ts";

/** What an admin may do with users. Who is an admin is the surface's to check. */
export interface Admin {
  createUser(by: AdminActor, creation: UserCreation): Promise<Result<User, AuthReason>>;
  listUsers(page: UserPage): Promise<UserList>;
  findUser(id: string): Promise<Result<User, AuthReason>>;
  updateUser(by: AdminActor, update: UserUpdate): Promise<Result<User, AuthReason>>;
  deleteUser(by: AdminActor, id: string): Promise<Result<null, AuthReason>>;
  softDeleteUser(by: AdminActor, id: string): Promise<Result<null, AuthReason>>;
  generateLink(by: AdminActor, request: LinkRequest): Promise<Result<GeneratedLink, AuthReason>>;
  /** Sends an invitation; the user is made where there is none. */
  invite(
    by: AdminActor,
    request: Omit<LinkRequest, "type" | "newEmail" | "password">,
  ): Promise<Result<User, AuthReason>>;
  listAudit(page: AuditPage): Promise<{ readonly entries: readonly ListedEntry[]; readonly total: number }>;
}

export function createAdmin(context: AuthContext): Admin {
  return {
    createUser: (by, creation) => createUser(context, by, creation),
    listUsers: (page) => listUsers(context, page),
    findUser: (id) => findUser(context, id),
    updateUser: (by, update) => updateUser(context, by, update),
    deleteUser: (by, id) => deleteUser(context, by, id),
    softDeleteUser: (by, id) => softDeleteUser(context, by, id),
    generateLink: (by, request) => generateLink(context, by, request),
    invite: (by, request) => invite(context, by, request),
    listAudit: (page) => listAudit(context, page),
  };
}
