import type { Failure } from "../kernel/failure.ts";
import { collect, ok, type Result } from "../kernel/result.ts";
import type { Composite, EachMember, GivenMember, SingleMember } from "../query/composite.ts";
import { type Access, type SecuredRead, secureRead } from "./secure.ts";

export type SecuredMember = Secured<SingleMember> | Secured<EachMember> | Secured<GivenMember>;

type Secured<Member> = Omit<Member, "read"> & { readonly read: SecuredRead };

/** Every one of the reads under the same rules as if it were asked alone. */
export function secureComposite({ members }: Composite, access: Access): Result<readonly SecuredMember[], Failure> {
  return collect(members, (member) => {
    const read = secureRead(member.read, access);
    return read.ok ? ok({ ...member, read: read.value }) : read;
  });
}
