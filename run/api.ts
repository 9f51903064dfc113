import { createTRPCClient, httpBatchLink, type TRPCClient } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/server/root";

/** The portal's API over HTTP, as a person who has signed in. */
export type Api = TRPCClient<AppRouter>;

/** The people of the demo world. */
export const DEMO_ACCOUNTS = {
  aspen: "ada@aspen.example",
  birch: "ben@birch.example",
  cedar: "cleo@cedar.example",
  operator: "admin@dovetail.example",
} as const;
export type DemoAccount = keyof typeof DEMO_ACCOUNTS;
const DEMO_PASSWORD = "dovetail-demo";

/**
 * Signs in to a running portal and gives its API.
 *
 * @throws Error with the portal's own words when it refuses
 */
export async function signIn(url: string, account: DemoAccount): Promise<Api> {
  const reply = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: DEMO_ACCOUNTS[account], password: DEMO_PASSWORD }),
  });
  if (!reply.ok)
    throw new Error(`Signing in as ${DEMO_ACCOUNTS[account]} failed: ${reply.status} ${await reply.text()}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/api/trpc`, transformer: superjson, headers: { cookie } })],
  });
}
