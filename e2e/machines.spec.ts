import type { Page } from "@playwright/test";
import { ask, call } from "./fixtures/api";
import { releaseExtension, stateOf } from "./fixtures/order";
import { expect, freshName, test } from "./fixtures/portal";

test("a tenant orders a machine with its extension, sees it run, moves it with the operator's word, and removes it", async ({
  openAs,
}) => {
  test.slow();
  const page = await openAs("aspen");
  const operator = await openAs("operator");
  const name = freshName("web");

  await test.step("the far end of an order may be a new machine", async () => {
    await page.goto("/extensions/new");
    const rack = page.getByRole("region", { name: "Rack 102A" });
    await rack.getByRole("link", { name: /^VLAN 10\b/ }).click();
    const cloud = page.getByRole("region", { name: "Cloud 108" });
    await cloud.getByRole("link", { name: /^New machine/ }).click();
    await page.waitForURL(/\/machines\/new/);
  });

  await test.step("what it would be is shown, and what is wrong with it", async () => {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel(/^Address/).fill("10.20.31.1");
    await expect(page.getByText(/10\.20\.31\.1 is not an address of a machine in 10\.20\.30\.0\/24/)).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue(name);
    await page.getByLabel(/^Address/).fill("");
    await expect(page.getByRole("heading", { name: "Changes on the switches" })).toBeVisible();
  });

  await test.step("one order makes both", async () => {
    await page.getByRole("button", { name: "Order machine and extension" }).click();
    await page.waitForURL(/\/extensions\/ext_/);
    await expect(stateOf(page)).toHaveText(/configured|live/);
    await sendFrame(page, "hello");
    await expect(page.getByText(/^Frame "hello" arrived/)).toBeVisible();
  });
  const extension = page.url();

  await test.step("the machine runs, and asks to move to another datacenter", async () => {
    await page.goto("/machines");
    await page.getByRole("link", { name }).click();
    await expect(page.getByTestId("machine-state")).toHaveText("running");
    await page.getByRole("button", { name: "Move", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("To cloud").selectOption({ label: await optionOf(page, /^Cloud 208/) });
    await dialog.getByRole("button", { name: "Move machine" }).click();
    await expect(page.getByTestId("move").first()).toHaveAttribute("data-stage", "awaiting_approval");
  });

  await test.step("the operator approves, and its stages end with what was lost", async () => {
    await operator.goto("/admin/requests");
    const waiting = operator.getByRole("region", { name: "Moves of machines" }).getByRole("listitem");
    await waiting.filter({ hasText: name }).getByRole("button", { name: "Approve move" }).click();
    const move = page.getByTestId("move").first();
    await expect(move).toHaveAttribute("data-stage", "done", { timeout: 60_000 });
    await expect(move).toContainText(/About \d+ frames? lost/);
    await expect(page.getByText("Cloud 208, DC2").first()).toBeVisible();
    await expect(page.getByTestId("machine-state")).toHaveText("running");
  });

  await test.step("frames reach it at the new place; it is kept while something reaches it, then it goes", async () => {
    const machine = page.url();
    await page.getByRole("button", { name: "Remove" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Remove machine" }).click();
    await expect(question.getByText(/is reached by the extension of VLAN 10/)).toBeVisible();
    await page.goto(extension);
    await sendFrame(page, "moved");
    await expect(page.getByText(/^Frame "moved" arrived/)).toBeVisible();
    await releaseExtension(page);
    await page.goto(machine);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove machine" }).click();
    await expect(page.getByTestId("machine-state")).toHaveText("gone");
  });
});

test("a move that an extension cannot follow is refused at the choice of the cloud, with the links that are in the way", async ({
  openAs,
}) => {
  test.slow();
  const page = await openAs("aspen");
  const operator = await openAs("operator");
  const name = freshName("held");
  await operator.goto("/admin/requests");
  await page.goto("/machines");
  const { vlanId, extensionId, requestId } = await orderedAround(page, name, ["226", "228", "308"]);
  await call(operator, "requests.approve", { id: requestId });
  try {
    await page.reload();
    await page.getByRole("link", { name }).click();
    await expect(page.getByTestId("machine-state")).toHaveText("running");
    await page.getByRole("button", { name: "Move", exact: true }).click();
    const dialog = page.getByRole("dialog");
    const cloud = dialog.getByLabel("To cloud");
    await cloud.selectOption({ label: await optionOf(page, /^Cloud 258/) });
    await dialog.getByRole("button", { name: "Move machine" }).click();
    await expect(cloud).toHaveAccessibleDescription(/No path avoids links 226, 228 and 308\./);
    await page.screenshot({ path: "test-results/look/move-refused.png", fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: "test-results/look/move-refused-390.png", fullPage: true });
    await cloud.selectOption({ label: await optionOf(page, /^Cloud 108/) });
    await expect(cloud).not.toHaveAccessibleDescription(/No path/);
  } finally {
    await takenAway(page, { name, vlanId, extensionId });
  }
});

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A VLAN of rack 102A, and a machine in cloud 208 with an extension that goes around these links, waiting for approval. */
async function orderedAround(page: Page, name: string, avoid: readonly string[]) {
  const rackId = (await ask<readonly Named[]>(page, "racks.list")).find((rack) => rack.name === "102A")?.id;
  const clouds = await ask<readonly (Named & { code: string })[]>(page, "clouds.list");
  const cloudId = clouds.find(({ code }) => code === "208")?.id;
  const vlans = { rackId, vids: "37", name, cidr: "10.37.0.0/24" };
  const vlanId = (await call<readonly Named[]>(page, "vlans.declare", vlans)).data?.[0]?.id;
  const order = { vlanId, machine: { name, cloudId }, way: { avoid } };
  const placed = await call<{ id: string; request: { id: string } }>(page, "machines.order", order);
  expect(placed.error).toBeNull();
  return { vlanId, extensionId: placed.data?.id, requestId: placed.data?.request.id };
}

/** As soon as the kernels have let go of each. */
async function takenAway(
  page: Page,
  { name, vlanId, extensionId }: { name: string; vlanId: string | undefined; extensionId: string | undefined },
): Promise<void> {
  await call(page, "extensions.release", { id: extensionId });
  const machine = (await ask<readonly Named[]>(page, "machines.list")).find((one) => one.name === name);
  const done = async (verb: string, id: string | undefined) => (await call(page, verb, { id })).error;
  await expect.poll(() => done("machines.remove", machine?.id)).toBeNull();
  await expect.poll(() => done("vlans.release", vlanId)).toBeNull();
}

async function sendFrame(page: Page, payload: string): Promise<void> {
  await page.getByLabel("Payload").fill(payload);
  await page.getByRole("button", { name: "Send a frame" }).click();
}

/** The whole text of a choice, of which a test knows the beginning. */
async function optionOf(page: Page, text: RegExp): Promise<string> {
  return (await page.getByRole("dialog").getByRole("option").filter({ hasText: text }).textContent()) ?? "";
}
