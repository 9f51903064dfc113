import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { networkSwitch } from "@/db/schema/switch";
import { simulateAgent } from "../agent/simulated-agent";
import { renewDesired } from "./renew";
import { openTestFabric } from "./test-fabric";

test("a state that means something else to this version is taken whole, and changes follow it again", async () => {
  const fabric = await openTestFabric();
  const { dc1 } = fabric;
  const agent = simulateAgent(fabric, dc1);
  const tenant = await fabric.tenantWith({ site: dc1, vids: "10,11" });
  const order = (index: number) =>
    tenant.api.extensions.request({
      vlanId: tenant.vlans[index]?.id ?? "",
      resourceId: dc1.resources[index] ?? "",
    });
  await order(0);
  await agent.catchUp();
  expect(await renewDesired(fabric.db)).toEqual([]);
  expect(await agent.catchUp()).toBe("unchanged");
  const elder = { stateHash: "0".repeat(64) };
  await fabric.db.transact((tx) => tx.update(networkSwitch).set(elder).where(eq(networkSwitch.id, dc1.switchId)));
  expect(await renewDesired(fabric.db)).toEqual([dc1.switchId]);
  expect(await agent.catchUp()).toBe("state");
  expect(await renewDesired(fabric.db)).toEqual([]);
  await order(1);
  await agent.catchUp();
  expect(agent.state.entries.map(({ key }) => key).sort()).toEqual(["1/10", "1/11", "11/10", "12/11"]);
  fabric.close();
});
