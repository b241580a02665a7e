import type { Result } from "../../kernel/result.ts";
import type { AuthContext } from "../context.ts";
import type { AuthReason } from "../reasons.ts";
import type { User } from "../user.ts";
import type { UserAttributes } from "./attributes.ts";
import { createUser, type UserCreation } from "./create-user.ts";
import { deleteUser, softDeleteUser } from "./delete-user.ts";
import { updateUser } from "./update-user.ts";
import { findUser, listUsers, type UserList, type UserPage } from "./users.ts";

/** What an admin may do with users. Who is an admin is the surface's to check. */
export interface Admin {
  createUser(creation: UserCreation): Promise<Result<User, AuthReason>>;
  listUsers(page: UserPage): Promise<UserList>;
  findUser(id: string): Promise<Result<User, AuthReason>>;
  updateUser(id: string, attributes: UserAttributes): Promise<Result<User, AuthReason>>;
  deleteUser(id: string): Promise<Result<null, AuthReason>>;
  softDeleteUser(id: string): Promise<Result<null, AuthReason>>;
}

export function createAdmin(context: AuthContext): Admin {
  return {
    createUser: (creation) => createUser(context, creation),
    listUsers: (page) => listUsers(context, page),
    findUser: (id) => findUser(context, id),
    updateUser: (id, attributes) => updateUser(context, id, attributes),
    deleteUser: (id) => deleteUser(context, id),
    softDeleteUser: (id) => softDeleteUser(context, id),
  };
}
