import { expect, freshName, test } from "./fixtures/portal";

test("what is wrong stands at its field, and nothing typed is lost", async ({ openAs }) => {
  const page = await openAs("birch");
  const name = freshName("kept");
  await page.goto("/racks");
  await page.getByRole("button", { name: "Register a rack" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Datacenter").selectOption({ index: 1 });
  await dialog.getByLabel("MAC").fill("not a mac");
  await dialog.getByLabel("Height, units").fill("tall");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog.getByLabel("MAC")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue(name);

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Register a rack" }).click();
  await expect(dialog.getByLabel("Name")).toHaveValue(name);
  await dialog.getByLabel("MAC").fill("");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog.getByLabel("Height, units")).toHaveAttribute("aria-invalid", "true");
});

test("VLAN ids are judged while they are typed", async ({ openAs }) => {
  const page = await openAs("birch");
  await page.goto("/racks");
  await page.getByRole("link", { name: "102B" }).click();
  const vids = page.getByLabel("VLAN ids");
  await vids.fill("10,4095");
  await expect(vids).toHaveAttribute("aria-invalid", "true");
  await vids.fill("10,300");
  const preview = page.getByRole("table", { name: "Pairs that would be given out" });
  await expect(preview.getByRole("row").nth(1)).toContainText(/VLAN 10/);
  await page.getByRole("button", { name: "Declare 2 VLANs" }).click();
  await expect(page.getByRole("alert").first()).toContainText("10");
  await expect(vids).toHaveValue("10,300");
});

test("another tenant's page and a made-up one are the same: not found", async ({ openAs }) => {
  const owner = await openAs("aspen");
  await owner.goto("/extensions");
  await owner.getByRole("link", { name: /^102A, VLAN 10 to 110A$/ }).click();
  await owner.waitForURL(/\/extensions\/ext_/);
  const stranger = await openAs("birch");
  for (const path of [
    new URL(owner.url()).pathname,
    "/extensions/ext_madeup",
    "/racks/rack_madeup",
    "/admin/switches/116",
  ]) {
    const reply = await stranger.goto(path);
    expect(reply?.status(), path).toBe(404);
    await expect(stranger.getByRole("heading", { name: "Not found" })).toBeVisible();
  }
});

test("a payload that no frame carries is refused with its rule", async ({ openAs }) => {
  const page = await openAs("aspen");
  await page.goto("/extensions");
  await page.getByRole("link", { name: /^102A, VLAN 10 to 110A$/ }).click();
  await page.getByLabel("Payload").fill("Grüße");
  await page.getByRole("button", { name: "Send a frame" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "printable ASCII" })).toBeVisible();
  await expect(page.getByLabel("Payload")).toHaveValue("Grüße");
});

test("without a session every page leads to the sign-in, and back", async ({ page }) => {
  await page.goto("/vlans");
  await page.waitForURL("/sign-in?next=%2Fvlans");
  await page.getByLabel("E-mail").fill("ada@aspen.example");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("ada@aspen.example");
  await page.getByRole("button", { name: /^ada@aspen\.example/ }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/vlans");
  await expect(page.getByRole("heading", { level: 1, name: "VLANs" })).toBeVisible();
});

test("signing out ends the session", async ({ openAs }) => {
  const page = await openAs("aspen");
  await page.goto("/racks");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("/sign-in");
  await page.goto("/racks");
  await page.waitForURL(/\/sign-in\?next=/);
});
