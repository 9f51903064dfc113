import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
// `server-only` throws outside of a bundle; its own empty module is what a server bundle gets.
const alias = { "@": root, "server-only": `${root}/node_modules/server-only/empty.js` };
const exclude = [...configDefaults.exclude, "var/**", ".next/**", "e2e/**"];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          // Tests hold no state in modules; loading the house once for each of 70 files would take half of the time.
          isolate: false,
          include: ["**/*.test.ts"],
          exclude: [...exclude, "**/*.kernel.test.ts"],
          env: { DOVETAIL_LOG: "silent" },
          // Passwords take their tenth of a second each, and other work shares the machine.
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "kernel",
          include: ["**/*.kernel.test.ts"],
          exclude,
          // Each file boots a kernel of its own, with one processor: two at a time on two cores.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
