import { describe, expect, it } from "vitest";
import { clientOf } from "../test-client.ts";
import { queryOf, redirectUri, type Stage, stage } from "./test-server.ts";

// The unmodified auth-js: `auth.oauth` for a page of consent, `auth.admin.oauth` for the service.

async function signedIn(made: Stage) {
  const client = clientOf(made.auth);
  const { error } = await client.signInWithPassword({ email: "ada@example.com", password: "correct horse" });
  expect(error).toBeNull();
  return client;
}

async function requested(made: Stage, clientId: string): Promise<string> {
  const begun = await made.ask(`GET /oauth/authorize?${queryOf(clientId)}`);
  return new URL(begun.headers.get("location") ?? "").searchParams.get("authorization_id") ?? "";
}

describe("auth-js", () => {
  it("decides about requests, lists what was let in and takes it back", async () => {
    const made = await stage();
    const { oauth } = await signedIn(made);
    const { id } = await made.register({ client_uri: "https://client.example", token_endpoint_auth_method: undefined });
    const first = await oauth.getAuthorizationDetails(await requested(made, id));
    const client = { id, name: "Client", uri: "https://client.example" };
    expect(first.data).toMatchObject({ client, redirect_uri: redirectUri, scope: "openid email profile" });
    const denied = await oauth.denyAuthorization(
      first.data && "authorization_id" in first.data ? first.data.authorization_id : "",
    );
    expect(denied.data?.redirect_url).toContain("error=access_denied");
    const second = await requested(made, id);
    await oauth.getAuthorizationDetails(second);
    const approved = await oauth.approveAuthorization(second);
    expect(approved.data?.redirect_url).toMatch(/[?&]code=/);
    expect((await oauth.approveAuthorization(second)).error?.code).toBe("validation_failed");
    const listed = await oauth.listGrants();
    expect(listed.data).toEqual([{ client, scopes: ["openid", "email", "profile"], granted_at: expect.any(String) }]);
    const third = await oauth.getAuthorizationDetails(await requested(made, id));
    expect(third.data).toEqual({ redirect_url: expect.stringContaining("code=") });
    expect((await oauth.revokeGrant({ clientId: id })).error).toBeNull();
    expect((await oauth.revokeGrant({ clientId: id })).error?.code).toBe("oauth_consent_not_found");
    expect((await oauth.listGrants()).data).toEqual([]);
    expect((await oauth.getAuthorizationDetails("nothing")).error?.code).toBe("oauth_authorization_not_found");
  });

  it("administers clients", async () => {
    const made = await stage();
    const { oauth } = clientOf(made.auth, { authorization: `Bearer ${made.serviceToken}` }).admin;
    const created = await oauth.createClient({
      client_name: "One",
      redirect_uris: [redirectUri],
      scope: "openid email",
    });
    expect(created.error).toBeNull();
    const id = created.data?.client_id ?? "";
    expect(created.data).toMatchObject({
      client_name: "One",
      client_type: "confidential",
      token_endpoint_auth_method: "client_secret_basic",
      registration_type: "manual",
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      scope: "openid email",
      client_secret: expect.any(String),
    });
    await oauth.createClient({ client_name: "Two", redirect_uris: [redirectUri], token_endpoint_auth_method: "none" });
    const listed = await oauth.listClients({ page: 1, perPage: 1 });
    expect(listed.data).toMatchObject({ clients: [{ client_name: "Two" }], total: 2, nextPage: 2, lastPage: 2 });
    expect((await oauth.getClient(id)).data).not.toHaveProperty("client_secret");
    const changed = await oauth.updateClient(id, { client_name: "Uno", logo_uri: "https://client.example/logo.png" });
    expect(changed.data).toMatchObject({ client_name: "Uno", logo_uri: "https://client.example/logo.png" });
    expect((await oauth.updateClient(id, {})).error?.code).toBe("validation_failed");
    expect((await oauth.updateClient(id, { token_endpoint_auth_method: "none" })).error?.code).toBe(
      "validation_failed",
    );
    const renewed = await oauth.regenerateClientSecret(id);
    expect(renewed.data?.client_secret).toEqual(expect.any(String));
    expect(renewed.data?.client_secret).not.toBe(created.data?.client_secret);
    expect((await oauth.deleteClient(id)).error).toBeNull();
    expect((await oauth.getClient(id)).error?.code).toBe("oauth_client_not_found");
    const asUser = (await signedIn(made)).admin.oauth;
    expect((await asUser.listClients()).error).not.toBeNull();
  });
});
