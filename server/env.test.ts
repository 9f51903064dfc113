import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "./env";

test("an empty environment is the demo's: port 3000 of this machine, state in var/world", () => {
  expect(readEnv({})).toEqual({
    ...{ port: 3000, url: "http://localhost:3000", secret: null, demo: false, logLevel: "info" },
    ...{ stateDir: resolve("var/world"), databaseFile: resolve("var/world/dovetail.db") },
  });
});

test("what is given is taken, and the URL is cut down to its origin", () => {
  const given = { PORT: "8080", DOVETAIL_URL: "https://portal.example/", DOVETAIL_DEMO: "1", DOVETAIL_STATE: "/srv/d" };
  expect(readEnv(given)).toMatchObject({ port: 8080, url: "https://portal.example", demo: true, stateDir: "/srv/d" });
});

test("an empty variable counts as absent", () => {
  expect(readEnv({ PORT: "", DOVETAIL_SECRET: "" })).toMatchObject({ port: 3000, secret: null });
});

test.each([
  [{ PORT: "0" }, "PORT"],
  [{ PORT: "http" }, "PORT"],
  [{ DOVETAIL_URL: "portal.example" }, "DOVETAIL_URL"],
  [{ DOVETAIL_URL: "ftp://portal.example" }, "DOVETAIL_URL"],
  [{ DOVETAIL_SECRET: "short" }, "DOVETAIL_SECRET needs 32 characters"],
  [{ DOVETAIL_LOG: "loud" }, "DOVETAIL_LOG"],
])("%j is refused by name", (given, name) => {
  expect(() => readEnv(given)).toThrow(name);
});
