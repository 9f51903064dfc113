import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LabError } from "./lab-error";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "guest");

/**
 * Path of the guest's process 1, compiled into `folder` if that version of its source is not there yet.
 * @throws Error when there is no compiler, or the source does not compile.
 */
export async function guestProgram(folder: string): Promise<string> {
  const names = (await readdir(SOURCES)).filter((name) => /\.[ch]$/.test(name)).sort();
  const contents = await Promise.all(names.map((name) => readFile(join(SOURCES, name))));
  const version = createHash("sha256").update(Buffer.concat(contents)).digest("hex").slice(0, 12);
  const program = join(folder, `guest-${version}`);
  if (await exists(program)) return program;
  await mkdir(folder, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  await compile(
    names.filter((name) => name.endsWith(".c")),
    unfinished,
  );
  await rename(unfinished, program);
  return program;
}

async function compile(sources: readonly string[], program: string): Promise<void> {
  const argv = ["-O2", "-Wall", "-Wextra", "-static", "-o", program, ...sources.map((name) => join(SOURCES, name))];
  try {
    await promisify(execFile)("gcc", argv);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (missing)
      throw new LabError(
        "LAB_TOOL_MISSING",
        "The lab's guest needs a C compiler: install the packages gcc and libc6-dev.",
      );
    throw new LabError(
      "LAB_BOOT_FAILED",
      `The lab's guest does not compile: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
