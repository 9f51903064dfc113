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
  // One world, two cores: one test at a time, and a pass at the second try is no pass.
  workers: 1,
  retries: 0,
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
