import { betterAuth } from "better-auth";
import type { Database } from "@/db/client";
import { queuedAuthAdapter } from "./auth-adapter";
import { log } from "./log";
import { deriveSecret } from "./secret";

/** Origins at which a demo world is reached by people, tests and proxies in front. */
const THIS_MACHINE = ["http://localhost:*", "http://127.0.0.1:*"];

/**
 * Sign-in by e-mail and password. Accounts are made by the operator's verbs and not by strangers.
 *
 * @param world `url` is the origin that people open, `secret` the world's secret; a `demo` world trusts every port of this machine
 */
export function createAuth(world: { db: Database; url: string; secret: string; demo: boolean }) {
  const url = new URL(world.url);
  return betterAuth({
    appName: "Dovetail",
    baseURL: world.url,
    secret: deriveSecret(world.secret, "sign-in"),
    database: queuedAuthAdapter(world.db),
    emailAndPassword: { enabled: true, disableSignUp: true },
    trustedOrigins: [url.origin, ...(world.demo ? THIS_MACHINE : [])],
    // By address and route. A run of tests signs in some dozen times in a row; guessing passwords needs far more.
    rateLimit: {
      enabled: true,
      window: 1,
      max: 200,
      customRules: { "/sign-in/email": { window: 2, max: 40 } },
    },
    advanced: {
      useSecureCookies: url.protocol === "https:",
      cookiePrefix: "dovetail",
      // Said because the library would leave both checks out under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    logger: { level: "warn", log: (level, message, ...details) => log()[level]({ details }, message) },
  });
}

export type Auth = ReturnType<typeof createAuth>;
