import { parseArgs } from "node:util";
import { stateDirectory } from "@/lab/state";
import { pathText } from "@/server/services/path/text";
import { type Api, type DemoAccount, signIn } from "./api";
import { findRunning } from "./running";
import { until } from "./until";

// `npm run -s trace -- EXTENSION [--send TEXT] [--as aspen|birch|cedar|operator] [--json]`: the live frame path as text.

const HELP = "npm run -s trace -- EXTENSION [--send TEXT] [--as aspen|birch|cedar|operator] [--json]";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { send: { type: "string" }, as: { type: "string", default: "operator" }, json: { type: "boolean" } },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const running = findRunning(stateDirectory());
  if (running === null) return complain("No world runs here. Start one with: npm start");
  if (!isAccount(values.as)) return complain(HELP);
  const api = await signIn(running.url, values.as);
  const [extensionId] = positionals;
  if (extensionId === undefined) return complain(`${HELP}\n\n${await extensionsText(api)}`);
  const probeId =
    values.send === undefined ? null : (await api.paths.send.mutate({ extensionId, payload: values.send })).id;
  if (probeId !== null) await arrival(api, extensionId, probeId);
  await print(api, extensionId);
  return 0;
}

function isAccount(word: string): word is DemoAccount {
  return ["aspen", "birch", "cedar", "operator"].includes(word);
}

/** A frame that does not arrive is shown as far as it came, so the wait's own failure says nothing more. */
async function arrival(api: Api, extensionId: string, probeId: string): Promise<void> {
  const look = async () => {
    const { probes } = await api.paths.snapshot.query({ extensionId });
    return probes.find((probe) => probe.id === probeId && (probe.arrived || probe.error !== null)) ?? null;
  };
  await until("the frame to arrive", 4_000, look).catch(() => null);
}

async function print(api: Api, extensionId: string): Promise<void> {
  const [view, live] = await Promise.all([
    api.paths.get.query({ extensionId }),
    api.paths.snapshot.query({ extensionId }),
  ]);
  console.log(values.json === true ? JSON.stringify({ path: view, live }, null, 2) : pathText(view, live));
}

async function extensionsText(api: Api): Promise<string> {
  const rows = await api.extensions.list.query({});
  return rows.map((row) => `${row.id}  ${row.rack.name} to ${row.resource.name}  ${row.state}`).join("\n");
}

function complain(text: string): number {
  console.error(text);
  return 2;
}
