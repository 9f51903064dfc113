import type { Page } from "@playwright/test";
import { ask, call } from "./fixtures/api";
import { expect, freshName, test } from "./fixtures/portal";

/** An order across datacenters until the kernels hold it. */
const HELD_MS = 40_000;

test("a tenant extends a VLAN to another rack of its own, under another id there", async ({ openAs }) => {
  test.slow();
  const page = await openAs("aspen");
  const operator = await openAs("operator");
  const name = freshName("far");
  const rackId = await register(page, name, "DC3");
  const vlanId = await declare(page, "102A", 34);
  try {
    await test.step("the far end is offered beside the clouds, with what it crosses", async () => {
      await page.goto(`/extensions/new?vlan=${vlanId}`);
      const racks = page.getByRole("region", { name: "Your own racks" });
      await expect(racks.getByRole("link", { name: new RegExp(`^${name}`) })).toContainText("crosses from DC1");
      await shoot(page, "multipoint-far-end");
      await racks.getByRole("link", { name: new RegExp(`^${name}`) }).click();
      await expect(page.getByRole("heading", { name: "Changes on the switches" })).toBeVisible();
    });

    await test.step("the possible paths are told with what they cost, and links can be asked for", async () => {
      const way = page.getByRole("region", { name: "Way between the datacenters" });
      const paths = way.getByRole("table", { name: "Possible paths" });
      await expect(paths.getByRole("row", { name: /^226 .* taken$/ })).toContainText("6 ms");
      await expect(paths.getByRole("row", { name: /^224, 228 .* next if it fails$/ })).toBeVisible();
      await shoot(page, "multipoint-recap");
    });

    await test.step("ordered and approved, it arrives at the rack", async () => {
      await page.goto(`/extensions/new?vlan=${vlanId}&resource=${rackId}&end=35`);
      await page.getByRole("button", { name: "Request, for approval" }).click();
      await page.waitForURL(/\/extensions\/ext_/);
      await approve(operator, name);
      await expect(page.getByTestId("extension-state")).toHaveText(/configured|live/, { timeout: HELD_MS });
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`102A, VLAN 34 to rack ${name}`);
      await shoot(page, "multipoint-extension");
    });

    await test.step("both racks show the LAN with the other as a neighbour", async () => {
      await page.goto(`/racks/${rackId}`);
      const here = page.getByRole("region", { name: "Your LANs" }).getByRole("listitem").filter({ hasText: "VLAN 35" });
      await expect(here).toContainText("arrives from 102A, VLAN 34 there");
      await expect(here.getByRole("link", { name: /^102A in DC1/ })).toBeVisible();
      await shoot(page, "multipoint-far-rack");
      await page.goto("/racks");
      await page.getByRole("link", { name: "102A", exact: true }).click();
      const lan = page.getByRole("region", { name: "Your LANs" }).getByRole("listitem").filter({ hasText: "VLAN 34" });
      await expect(lan.getByRole("link", { name: new RegExp(`^${name} in DC3`) })).toBeVisible();
      await shoot(page, "multipoint-rack");
    });

    await test.step("the id in use there cannot be declared on that rack", async () => {
      const reply = await call(page, "vlans.declare", { rackId, vids: "35" });
      expect(reply.error).toContain("used by the extension of VLAN 34 of 102A, which arrives there");
    });
  } finally {
    await letGo(page, vlanId);
    await call(page, "racks.release", { id: rackId });
  }
});

test("an extension over direct link 112 has two machines and one stretch, and says why nothing is counted", async ({
  openAs,
}) => {
  const page = await openAs("aspen");
  const vlanId = await declare(page, "102A", 40);
  try {
    await page.goto(`/extensions/new?vlan=${vlanId}`);
    await page.getByRole("link", { name: /^110A by 112/ }).click();
    await expect(page.getByText("None: a direct link is a cable without a switch.")).toBeVisible();
    await shoot(page, "direct-recap");
    await page.getByRole("button", { name: "Order the extension" }).click();
    await page.waitForURL(/\/extensions\/ext_/);
    await expect(page.getByTestId("extension-state")).toHaveText("configured");
    await expect(page.getByText("nothing is configured and nothing can be read back.").first()).toBeVisible();
    const way = page.getByRole("region", { name: "The way of your frames" });
    await expect(way).toContainText("direct link 112");
    await expect(way).toContainText("110A by 112");
    await expect(way).not.toContainText("switch 116");
    await shoot(page, "direct-extension");
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(way).toContainText("direct link 112");
    await shoot(page, "direct-extension-390");
  } finally {
    await letGo(page, vlanId);
  }
});

test("the LAN of a rack in another datacenter has resources of all three as neighbours", async ({ openAs }) => {
  const page = await openAs("birch");
  await page.goto("/racks");
  await page.getByRole("link", { name: "252", exact: true }).click();
  const lan = page.getByRole("region", { name: "Your LANs" }).getByRole("listitem").filter({ hasText: "forecast" });
  await expect(lan.getByRole("link", { name: /^260\s*(live|configured)/ })).toBeVisible();
  await expect(lan.getByRole("link", { name: /^210\.5 in DC2/ })).toBeVisible();
  await expect(lan.getByRole("link", { name: /^110B\.2 in DC1/ })).toBeVisible();
  await shoot(page, "lan-252");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot(page, "lan-252-390");
});

interface Named {
  readonly id: string;
  readonly name: string;
}

async function register(page: Page, name: string, datacenter: string): Promise<string> {
  await page.goto("/racks");
  const all = await ask<readonly (Named & { code: string })[]>(page, "datacenters.list");
  const datacenterId = all.find(({ code }) => code === datacenter)?.id;
  const { data, error } = await call<Named>(page, "racks.register", { name, datacenterId, kind: "physical" });
  expect(error).toBeNull();
  return data?.id ?? "";
}

async function declare(page: Page, rack: string, vid: number): Promise<string> {
  await page.goto("/racks");
  const rackId = (await ask<readonly Named[]>(page, "racks.list")).find(({ name }) => name === rack)?.id;
  const vids = String(vid);
  const { data, error } = await call<readonly Named[]>(page, "vlans.declare", { rackId, vids, name: `line ${vid}` });
  expect(error).toBeNull();
  return data?.[0]?.id ?? "";
}

async function approve(operator: Page, far: string): Promise<void> {
  await operator.goto("/admin/requests");
  await operator.getByRole("link", { name: new RegExp(`to rack ${far}$`) }).click();
  await expect(operator.getByRole("heading", { level: 1 })).toContainText(far);
  const id = new URL(operator.url()).pathname.split("/").at(-1) ?? "";
  await call(operator, "requests.approve", { id });
}

/** Releases a VLAN with whatever extends it, as soon as the kernels have let go. */
async function letGo(page: Page, vlanId: string): Promise<void> {
  type Row = { id: string; state: string; vlan: { id: string } };
  const rows = await ask<readonly Row[]>(page, "extensions.list", {});
  const own = rows.filter(({ vlan }) => vlan.id === vlanId);
  for (const { id } of own) await call(page, "extensions.release", { id });
  await expect
    .poll(async () => {
      const { error } = await call(page, "vlans.release", { id: vlanId });
      return error ?? "released";
    })
    .toBe("released");
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/look/${name}.png`, fullPage: true });
}
