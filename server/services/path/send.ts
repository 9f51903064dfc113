import { createHash } from "node:crypto";
import { z } from "zod";
import { type Mac, macAddress } from "@/agent/protocol";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import { PROBE_TEXT_MAX, probeFrame } from "../../domain/probe";
import { ServiceError } from "../../errors";
import type { ServiceContext } from "../context";
import { visibleExtension } from "../extension/find";
import { untilCapturing } from "./capturing";
import { type LoadedPath, loadPath } from "./load";
import { probeMark } from "./probe-mark";
import { wayInUse } from "./way-in-use";

export const sendInput = z.object({
  extensionId: z.string(),
  /** What the frame carries. */
  payload: z
    .string()
    .min(1, "A frame needs a payload. Type one to 64 characters, for example Happy.")
    .max(PROBE_TEXT_MAX, "A payload has at most 64 characters. Shorten it.")
    .regex(/^[\x20-\x7e]*$/, "A payload is printable ASCII. Remove the other characters."),
});

/**
 * Sends one marked frame from the rack, the way that the rack's own frames take; the live path shows where it is seen.
 *
 * @throws ServiceError conflict when nothing is configured that could carry it
 */
export async function sendFrame(ctx: ServiceContext, raw: z.input<typeof sendInput>): Promise<{ id: string }> {
  const input = sendInput.parse(raw);
  const found = await visibleExtension(ctx, input.extensionId);
  assertAttached(found.state);
  const loaded = await loadPath(ctx.db.read, found, wayInUse(ctx.live));
  const id = ctx.newId("task");
  await untilCapturing(ctx, loaded);
  ctx.live.addProbe({ id, extensionId: found.id, text: input.payload, sentAt: ctx.now(), error: null });
  const { rack } = loaded.input;
  // Where the rack's cable really ends: at the switch in front, if there is one.
  const at = rack.front ?? rack;
  const switchId = loaded.switches.get(at.switchCode);
  if (switchId === undefined) throw new Error(`the path of ${found.id} starts at an unknown switch`);
  ctx.live.addTask(switchId, { kind: "send", id, port: at.port, frame: frameFor(loaded, id, input.payload) });
  return { id };
}

function assertAttached(state: ExtensionState): void {
  const attached: readonly ExtensionState[] = ATTACHED_STATES;
  if (attached.includes(state)) return;
  throw new ServiceError(
    "conflict",
    `This extension is ${state.replace("_", " ")}: no switch carries its frames. Send a frame once it is configured.`,
  );
}

function frameFor(loaded: LoadedPath, id: string, text: string): string {
  const ends = {
    from: macOf(loaded.rack),
    to: macOf(loaded.resource),
    clientVlan: loaded.input.clientVlan,
  };
  return probeFrame(ends, { id: probeMark(id), sequence: 1, text });
}

function macOf({ id, mac }: { readonly id: string; readonly mac: string | null }): Mac {
  return mac === null ? standInMac(id) : macAddress.parse(mac);
}

/** A rack whose MAC nobody declared sends from a locally administered one that is always the same. */
function standInMac(id: string): Mac {
  const octets = createHash("sha256").update(id).digest("hex").slice(0, 10).match(/../g) ?? [];
  return macAddress.parse(["02", ...octets].join(":"));
}
