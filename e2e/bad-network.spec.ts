import { openLine } from "./fixtures/cuttable-line";
import { expect, test } from "./fixtures/portal";

test("when the stream breaks, the page says how old it is, and goes on by itself", async ({ openAs, baseURL }) => {
  const line = await openLine(baseURL ?? "");
  const page = await openAs("aspen", { baseURL: line.url });
  await page.goto("/extensions");
  await page.getByRole("link", { name: /^102A, VLAN 10 to 110A$/ }).click();
  await expect(page.getByText("live, each second")).toBeVisible();

  line.cut();
  await expect(page.getByTestId("live-state")).toHaveText(/reconnecting, stale for \d+ s/);
  await expect(page.getByText(/^Stale for \d+ s/)).toBeVisible();

  line.mend();
  await expect(page.getByTestId("live-state")).toHaveText("live");
  await expect(page.getByText("live, each second")).toBeVisible();
  await line.close();
});
