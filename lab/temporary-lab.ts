import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Lab, startLab } from "./lab";
import type { World } from "./world";

/** A lab for one test file, in a directory of its own; `stop` removes the directory too. */
export async function temporaryLab(world?: World): Promise<Lab> {
  const stateDir = await mkdtemp(join(tmpdir(), "dovetail-"));
  const remove = () => rm(stateDir, { recursive: true, force: true });
  try {
    const lab = await startLab({ stateDir, world, log: () => undefined });
    return {
      ...lab,
      async stop() {
        await lab.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** One switch with two machines: what most kernel tests need, ready sooner than the demo world. */
export const SMALL_WORLD = {
  switches: [
    {
      code: "1",
      datacenter: "DC1",
      ports: [
        {
          number: 1,
          kind: "client",
          machine: {
            name: "left",
            mac: "02:00:00:00:01:01",
            addresses: [
              { vlan: "untagged", cidr: "198.18.0.1/24" },
              { vlan: 20, cidr: "192.168.0.1/24", mac: "02:00:00:00:00:01" },
            ],
          },
        },
        {
          number: 2,
          kind: "cloud",
          machine: {
            name: "right",
            mac: "02:00:00:00:01:02",
            addresses: [{ vlan: "untagged", cidr: "198.18.0.2/24" }],
          },
        },
      ],
      trunkPorts: [],
      linkPorts: [],
    },
  ],
  trunks: [],
  lines: [],
  providerLinks: [],
} as const satisfies World;
