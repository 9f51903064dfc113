/**
 * Makes a fresh Debian 12 machine with Node 20 ready, and does nothing on one that is: Debian packages, Node modules,
 * production build, database and demo world. Plain JavaScript without dependencies, since it runs before they exist.
 *
 *   node run/setup.mjs [--for-test]
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOR_TEST = process.argv.includes("--for-test");

/** Debian package -> a file that it brings; the file is what is looked for. */
const PACKAGES = {
  "user-mode-linux": "/usr/bin/linux.uml",
  iproute2: "/usr/bin/ip",
  "iputils-ping": "/usr/bin/ping",
  tcpdump: "/usr/bin/tcpdump",
  "netsniff-ng": "/usr/sbin/mausezahn",
  gcc: "/usr/bin/gcc",
  "g++": "/usr/bin/g++",
  "libc6-dev": "/usr/include/stdio.h",
  make: "/usr/bin/make",
  python3: "/usr/bin/python3",
};
const TEST_PACKAGES = { chromium: "/usr/bin/chromium" };

/** What the production build is made from. */
const BUILD_SOURCES = [
  "app",
  "components",
  "server",
  "db",
  "agent/protocol.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

await main();

async function main() {
  checkNode();
  await installPackages();
  await installModules();
  await build();
  await prepareWorld();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  fail(`Node ${process.versions.node} is too old. Install Node 20.9 or later and start again.`);
}

async function installPackages() {
  const wanted = FOR_TEST ? { ...PACKAGES, ...TEST_PACKAGES } : PACKAGES;
  const missing = Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
  if (missing.length === 0) return;
  const install = ["apt-get", "install", "--yes", "--no-install-recommends", ...missing];
  if (!existsSync("/usr/bin/apt-get")) {
    fail(
      `These programs are missing: ${missing.map((name) => wanted[name]).join(", ")}. Install them with this system's package manager.`,
    );
  }
  if (process.getuid?.() !== 0) {
    fail(
      `Debian packages are missing. Install them with this command, then start again:\n\n  sudo apt-get update && sudo ${install.join(" ")}\n`,
    );
  }
  await step("Debian's package lists", ["apt-get", "update"]);
  await step(`Debian packages: ${missing.join(" ")}`, install, { DEBIAN_FRONTEND: "noninteractive" });
}

async function installModules() {
  const mark = join(ROOT, "node_modules/.dovetail-lock");
  const lock = hashOf(["package-lock.json", "package.json"]);
  if (readText(mark) === lock) return;
  await step("Node modules (compiling better-sqlite3 can take two minutes)", [
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
  ]);
  writeFileSync(mark, lock);
}

async function build() {
  const mark = join(ROOT, ".next/dovetail-sources");
  const sources = hashOf(BUILD_SOURCES);
  if (readText(mark) === sources) return;
  await step("Production build", [process.execPath, "node_modules/next/dist/bin/next", "build"], {
    NEXT_TELEMETRY_DISABLED: "1",
  });
  writeFileSync(mark, sources);
}

async function prepareWorld() {
  await step("Database and demo world", [process.execPath, "--import", "tsx", "run/prepare.ts"], {}, 3_000);
}

/** Runs one long step: says what it does, how long it takes so far every ten seconds, and its output only if it fails. */
async function step(title, [program, ...args], env = {}, quietMs = 0) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  // Standard output belongs to what comes after: `npm run -s prove -- --json` is for machines.
  const say = (text) => process.stderr.write(`${text}\n`);
  if (quietMs === 0) say(`${title} ...`);
  const ticking = setInterval(() => say(`${title}: ${seconds()} s`), 10_000);
  const { status, output } = await collect(program, args, env);
  clearInterval(ticking);
  if (status !== 0) {
    say(output.split("\n").slice(-40).join("\n"));
    fail(
      `${title}: failed (${program} ended with ${status}). The last lines stand above; mend what they name and start again.`,
    );
  }
  if (quietMs === 0 || Date.now() - begun > quietMs) say(`${title}: done in ${seconds()} s`);
}

function collect(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ status: 127, output: String(error) }));
    child.on("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((one) => filesUnder(one))) hash.update(path).update(readFileSync(join(ROOT, path)));
  return hash.digest("hex");
}

function filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => (name.endsWith(".test.ts") ? [] : filesUnder(join(path, name))));
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}
