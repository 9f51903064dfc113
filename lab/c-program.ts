import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { LabError } from "./lab-error";

/**
 * Path of the program `<name>-<version>` in `folder`, compiled from the C sources in `sources` if that version of them is
 * not there yet. Static: it runs wherever this machine's files are seen.
 * @throws LabError when there is no compiler, or the sources do not compile.
 */
export async function cProgram(name: string, sources: string, folder: string): Promise<string> {
  const names = (await readdir(sources)).filter((one) => /\.[ch]$/.test(one)).sort();
  const contents = await Promise.all(names.map((one) => readFile(join(sources, one))));
  const version = createHash("sha256").update(Buffer.concat(contents)).digest("hex").slice(0, 12);
  const program = join(folder, `${name}-${version}`);
  if (await exists(program)) return program;
  await mkdir(folder, { recursive: true });
  const unfinished = `${program}.${randomUUID()}`;
  const files = names.filter((one) => one.endsWith(".c")).map((one) => join(sources, one));
  await compile(name, ["-O2", "-Wall", "-Wextra", "-static", "-o", unfinished, ...files]);
  await rename(unfinished, program);
  return program;
}

async function compile(name: string, argv: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)("gcc", argv);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new LabError(
        "LAB_TOOL_MISSING",
        `The lab's ${name} needs a C compiler: install the packages gcc and libc6-dev.`,
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError("LAB_BOOT_FAILED", `The lab's ${name} does not compile: ${why}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
