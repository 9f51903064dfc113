import type { Locator } from "@playwright/test";
import { orderResource, releaseExtension, stateOf } from "./fixtures/order";
import { expect, freshName, test } from "./fixtures/portal";

test("a tenant registers a rack, extends a VLAN, sees a frame arrive hop by hop, and gives everything back", async ({
  openAs,
}) => {
  const page = await openAs("aspen");
  const rack = freshName("day");

  await test.step("register a rack", async () => {
    await page.goto("/racks");
    await page.getByRole("button", { name: "Register a rack" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(rack);
    await dialog.getByLabel("Datacenter").selectOption({ label: await firstOption(dialog.getByLabel("Datacenter")) });
    await dialog.getByRole("button", { name: "Register" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(rack);
  });

  await test.step("declare VLANs, with every pair in sight before", async () => {
    await page.getByLabel("VLAN ids").fill("10,20-21,untagged");
    const preview = page.getByRole("table", { name: "Pairs that would be given out" });
    await expect(preview.getByRole("row")).toHaveCount(5);
    const first = await preview.getByRole("row").nth(1).getByRole("button", { name: /^C/ }).textContent();
    await page.getByRole("button", { name: "Declare 4 VLANs" }).click();
    const table = page.getByRole("table", { name: "VLANs" });
    await expect(table.getByRole("row")).toHaveCount(5);
    await expect(table.getByRole("row", { name: /Q\s10/ })).toContainText(first ?? "no preview");
    await expect(table.getByRole("row", { name: /Q\s10/ })).toContainText(
      /same VLAN id as \d other tenants?, isolated/,
    );
  });

  await test.step("order, and watch the state move without a reload", async () => {
    await page.getByRole("link", { name: "Extend into the cloud from VLAN 10" }).click();
    await orderResource(page, "Cloud 108");
    await expect(stateOf(page)).toHaveText(/configured|live/);
    await expect(page).toHaveTitle(/^(configured|live) · /);
  });

  await test.step("send a frame and see it arrive", async () => {
    const lane = page.getByTestId("frame-path");
    await expect(lane.locator('[data-leg="rack-cable"]')).toContainText("frame");
    await page.getByRole("button", { name: "Send a frame" }).click();
    await expect(page.getByText(/^Frame "Happy" arrived: .* from first hop to last/)).toBeVisible();
    await expect(lane.locator('[data-lit="true"]')).toHaveCount(3);
    await expect(stateOf(page)).toHaveText("live");
    await expect(lane.locator('[data-observed="true"]')).toHaveCount(3);
  });

  await test.step("take the frame apart: fields and bytes light each other", async () => {
    await page
      .getByRole("button", { name: /probe "Happy"/ })
      .first()
      .click();
    const frame = page.getByRole("region", { name: "Selected frame" });
    await frame.getByRole("button", { name: /^Client's own tag \(Q\)\s*10/ }).focus();
    await expect(frame.getByRole("button", { name: "octet 15: 0a, Client's own tag (Q)" })).toHaveClass(/bg-tag-q/);
    await frame.getByRole("button", { name: /^octet 0: / }).focus();
    await page.keyboard.press("ArrowRight");
    await expect(frame.getByRole("button", { name: /^octet 1: / })).toBeFocused();
  });

  await test.step("release: the timeline ends with nothing left", async () => {
    await releaseExtension(page);
    const timeline = page.getByTestId("timeline");
    for (const state of ["requested", "allocated", "configured", "live", "releasing", "released"]) {
      await expect(timeline.getByText(state, { exact: true })).toBeVisible();
    }
  });

  await test.step("give the VLANs and the rack back", async () => {
    await page.goto("/racks");
    await page.getByRole("link", { name: rack }).click();
    const release = page.getByRole("table", { name: "VLANs" }).getByRole("button", { name: /^Release / });
    for (let left = 4; left > 0; left -= 1) {
      await expect(release).toHaveCount(left);
      await release.first().click();
      await page.getByRole("button", { name: "Release VLAN" }).click();
    }
    await expect(page.getByText("None yet.")).toBeVisible();
    await page.getByRole("button", { name: "Release rack" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Release rack" }).click();
    await page.waitForURL("/racks");
    await expect(page.getByRole("link", { name: rack })).toHaveCount(0);
  });
});

/** The text of the first real choice: Denver, where cloud 108 is. */
async function firstOption(select: Locator): Promise<string> {
  const option = select.locator("option", { hasText: "Denver" });
  await expect(option).toHaveCount(1);
  return (await option.textContent()) ?? "";
}
