import { defineConfig } from "@playwright/test";

/** Chromium of the system; as root it needs --no-sandbox, and it must not call home. */
const LAUNCH = {
  executablePath: process.env.DOVETAIL_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};

/** Starts nothing: whoever runs it starts a whole world and says in DOVETAIL_URL where it is. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // A pass at the second try is no pass.
  retries: 0,
  workers: 2,
  projects: [
    // One world: what changes it goes one after the other.
    { name: "days", testIgnore: "look.spec.ts", workers: 1 },
    // What only looks comes after, two at a time on two cores.
    { name: "look", testMatch: "look.spec.ts", fullyParallel: true, dependencies: ["days"], use: { trace: "off" } },
  ],
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    baseURL: process.env.DOVETAIL_URL ?? "http://127.0.0.1:3000",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: LAUNCH,
  },
});
