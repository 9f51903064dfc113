import type { Page } from "@playwright/test";
import { orderExtension, releaseExtension, stateOf } from "./fixtures/order";
import { expect, freshName, test } from "./fixtures/portal";

/** The EtherType of the frames that "Send a frame" sends, and of the agents' own probes. */
const EXPERIMENTAL = "88b5";
const MAC = /(?:[\da-f]{2}:){5}[\da-f]{2}/;

test("a tenant drops a protocol by a rule, sees the hits count, removes the rule by keyboard, and frames pass again", async ({
  openAs,
}) => {
  test.slow();
  const path = await openAs("birch");
  const rules = await openAs("birch");
  const name = freshName("no probes");
  const row = rules.getByRole("table", { name: "Rules" }).getByRole("row", { name: new RegExp(name) });

  await test.step("a frame passes", async () => {
    await orderExtension(path, { rack: "102B", vlan: "VLAN 10", cloud: "Cloud 108" });
    await expect(stateOf(path)).toHaveText(/configured|live/);
    await sendFrame(path, "before");
    await expect(path.getByText(/^Frame "before" arrived/)).toBeVisible();
  });

  const rack = await test.step("the rack's address is learned where the rack hangs", async () => {
    const vlan = await path.getByRole("link", { name: "rules and addresses" }).getAttribute("href");
    await rules.goto(vlan ?? "");
    const table = rules.getByRole("table", { name: "MAC table" });
    const place = table.getByRole("row", { name: /rack 102B/ });
    await expect(place).toContainText("116");
    return MAC.exec((await place.locator('[data-title="Address"]').textContent()) ?? "")?.[0] ?? "";
  });

  await test.step("write a rule, and apply the list", async () => {
    await rules.getByRole("button", { name: "Add a rule" }).click();
    const dialog = rules.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("EtherType, hex").fill("ARP");
    await dialog.getByRole("button", { name: "Put into the list" }).click();
    await expect(dialog.getByText(/^"ARP" cannot be read/)).toBeVisible();
    await expect(dialog.getByLabel("Name")).toHaveValue(name);
    await dialog.getByLabel("EtherType, hex").fill(EXPERIMENTAL);
    await dialog.getByLabel("Source MAC").fill(rack);
    await dialog.getByRole("button", { name: "Put into the list" }).click();
    await expect(row).toContainText("new, not applied");
    await rules.getByRole("button", { name: "Apply" }).click();
    await expect(row).toContainText("in force");
  });

  await test.step("frames end at the rule, and it counts them", async () => {
    await setAgain(path, 2);
    await expect(hitsOf(row)).toHaveText("0");
    await sendFrame(path, "during");
    await expect(path.getByText(/^Frame "during" did not arrive/)).toBeVisible();
    await expect(hitsOf(row)).toHaveText("1");
    await expect(droppedOf(row)).toContainText("1");
  });

  await test.step("delete it by keyboard alone", async () => {
    await rules.getByRole("button", { name: `Delete ${name}` }).focus();
    await rules.keyboard.press("Enter");
    await expect(row).toHaveCount(0);
    await expect(rules.getByText("Not applied: 1 deleted.")).toBeVisible();
    await rules.getByRole("button", { name: "Apply" }).focus();
    await rules.keyboard.press("Enter");
    await expect(rules.getByText("No rule: every frame of this VLAN goes on.")).toBeVisible();
  });

  await test.step("a frame passes again", async () => {
    await setAgain(path, 3);
    await sendFrame(path, "after");
    await expect(path.getByText(/^Frame "after" arrived/)).toBeVisible();
    await releaseExtension(path);
  });
});

async function sendFrame(page: Page, payload: string): Promise<void> {
  await page.getByLabel("Payload").fill(payload);
  await page.getByRole("button", { name: "Send a frame" }).click();
}

/** Waits until the switches were told for the `times`th time what the extension needs, and have read it back. */
async function setAgain(page: Page, times: number): Promise<void> {
  await expect(page.getByTestId("timeline").getByText("allocated", { exact: true })).toHaveCount(times);
  await expect(stateOf(page)).toHaveText(/configured|live/);
}

/** What a row of the rules says in the columns that the kernels fill. */
function hitsOf(row: ReturnType<Page["getByRole"]>) {
  return row.locator('[data-title="Hits"]');
}

function droppedOf(row: ReturnType<Page["getByRole"]>) {
  return row.locator('[data-title="Dropped"]');
}
