import { orderExtension, releaseExtension, stateOf } from "./fixtures/order";
import { expect, test } from "./fixtures/portal";

const ORDER = { rack: "102A", vlan: "VLAN 20", cloud: "Cloud 208" };

test("an operator sees a request appear, rejects it with a reason, approves the next, and finds the map in the kernels", async ({
  openAs,
}) => {
  const tenant = await openAs("aspen");
  const operator = await openAs("operator");
  await operator.goto("/admin/requests");
  await expect(operator.getByTestId("live-state")).toHaveText("live");

  const refused = await test.step("the request appears without a reload", async () => {
    const resource = await orderExtension(tenant, ORDER);
    await expect(stateOf(tenant)).toHaveText("awaiting approval");
    await operator.getByRole("link", { name: `102A, VLAN 20 to ${resource}`, exact: true }).click();
    await expect(operator.getByRole("heading", { name: "What approval changes" })).toBeVisible();
    await expect(operator.getByText("Switch 116 in DC1", { exact: true })).toBeVisible();
    await expect(operator.getByText("Switch 212 in DC2", { exact: true })).toBeVisible();
    return resource;
  });

  await test.step("no rejection without a reason", async () => {
    await operator.getByRole("button", { name: "Reject" }).click();
    const dialog = operator.getByRole("dialog");
    await dialog.getByRole("button", { name: "Reject request" }).click();
    await expect(dialog.getByRole("alert")).toContainText("Say why");
    await dialog.getByLabel("Reason").fill("Line 224 is under test today; ask again tomorrow.");
    await dialog.getByRole("button", { name: "Reject request" }).click();
    await expect(operator.getByTestId("request-state")).toHaveText("rejected");
  });

  await test.step("the tenant reads the reason without a reload", async () => {
    await expect(stateOf(tenant)).toHaveText("rejected");
    await expect(tenant.getByText("Line 224 is under test today; ask again tomorrow.").first()).toBeVisible();
  });

  await test.step("approval sets it up on all switches of the way", async () => {
    const resource = await orderExtension(tenant, ORDER);
    expect(resource).toBe(refused);
    await operator.goto("/admin/requests");
    await operator.getByRole("link", { name: `102A, VLAN 20 to ${resource}`, exact: true }).click();
    await operator.getByRole("button", { name: "Approve" }).click();
    await expect(operator.getByTestId("request-state")).toHaveText("approved");
    await expect(stateOf(tenant)).toHaveText(/configured|live/);
  });

  await test.step("a frame crosses the line with its third tag", async () => {
    await tenant.getByRole("button", { name: "Send a frame" }).click();
    await expect(tenant.getByText(/^Frame "Happy" arrived/)).toBeVisible();
    await expect(tenant.getByTestId("frame-path").locator('[data-lit="true"]')).toHaveCount(9);
    await expect(tenant.getByRole("button", { name: /D\s1204.*probe "Happy"/ }).first()).toBeVisible();
  });

  for (const code of ["116", "124", "220", "212"]) {
    await test.step(`the tag map of switch ${code} is what its kernel holds`, async () => {
      await operator.goto(`/admin/switches/${code}`);
      await expect(operator.getByText(/^each of \d+ rows is in the kernel as intended$/)).toBeVisible();
      const map = operator.getByRole("table", { name: "Tag map" });
      await expect(map.locator('[data-kernel="present"]')).toHaveCount((await map.getByRole("row").count()) - 1);
      await expect(operator.getByText("yes, to the bit")).toBeVisible();
    });
  }

  await test.step("the release empties it again", async () => {
    await releaseExtension(tenant);
  });
});
