import type { SignInGuard } from "../auth/ports.ts";
import type { Hub } from "./hub.ts";

/** Failed sign-ins, in one Durable Object an account. It fails open: who cannot be counted is let through. */
export function signInGuard(hub: DurableObjectNamespace<Hub>, onFault: (error: unknown) => void): SignInGuard {
  const objectOf = (account: string) => hub.get(hub.idFromName(`account ${account}`));
  return {
    async wait(account, network) {
      try {
        return await objectOf(account).signInWait(network);
      } catch (error) {
        onFault(error);
        return 0;
      }
    },
    async note(account, network, succeeded) {
      try {
        await objectOf(account).noteSignIn(network, succeeded);
      } catch (error) {
        onFault(error);
      }
    },
  };
}
