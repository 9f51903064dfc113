import { until } from "@/run/until";
import { ordered, released } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged } from "../wire";

const AVOIDED = "224";
const OWN_WAY = `avoid ${AVOIDED}`;

export const WAYS: readonly Row[] = [
  {
    id: "own way",
    title:
      "A way that a tenant asks for has a pseudowire of its own for as long as an extension crosses by it; the next order has it again",
    async prove(world) {
      const seen: string[] = [];
      for (const round of ["first", "second"]) {
        const extension = await ordered(world, world.aspen, "102A", 81, "210.4", { avoid: [AVOIDED] });
        const [held] = await ownWays(world);
        must(held !== undefined, `${round}: no pseudowire has a way of its own`);
        const codes = held.paths.map((path) => path.linkCodes.join(" and "));
        must(!held.paths.some((path) => path.linkCodes.includes(AVOIDED)), `${round}: it goes by ${codes.join("; ")}`);
        await released(world.aspen, extension);
        const left = await ownWays(world);
        must(left.length === 0, `${round}: ${left.length} are left when it is released`);
        await portGone(world, held.a.switchCode, held.a.port);
        const { linkCodes } = await world.aspen.extensions.get.query({ id: extension.id });
        seen.push(
          `${round}: port ${held.a.port} of ${held.a.switchCode}, by ${codes[0]}; told still as ${linkCodes.join(", ")}`,
        );
      }
      return `${seen.join("; ")}; then gone from both switches; ${await pinged(world, "202", "10.20.30.40")}`;
    },
  },
];

async function ownWays({ operator }: ProvingWorld) {
  return (await operator.links.pseudowires.query()).filter(({ way }) => way === OWN_WAY);
}

/** The kernel of the switch has let go of the port: no device of that number is left. */
function portGone(world: ProvingWorld, code: string, port: number): Promise<true> {
  return until(`port ${port} of switch ${code} to be gone`, 15_000, async () => {
    const { stdout } = await world.lab.run(["ip", "-o", "link", "show"], { namespace: `sw-${code}` });
    return new RegExp(`[pabw]-${port}[@:]`).test(stdout) ? null : true;
  });
}
