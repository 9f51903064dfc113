import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/portal";

/** A stage of a change lasts 4 s at least, and until both switches hold it. */
const CHANGE_MS = 60_000;

test("an operator makes a line dearer and sees the order of the paths change", async ({ openAs }) => {
  const page = await openAs("operator");
  try {
    await page.goto("/admin/links");
    await expect(firstPath(page, "DC1 – DC2")).toContainText("224");
    await page.getByRole("table", { name: "Links" }).getByRole("link", { name: "224", exact: true }).click();
    const worth = page.getByRole("region", { name: "Cost and latency" });
    const cost = worth.getByLabel("Cost", { exact: true });

    await test.step("what it will do shows before it is done", async () => {
      await cost.fill("22");
      await expect(worth.getByRole("status")).toContainText(
        "DC1 – DC2 gets links 226 and 228 as its best path instead of link 224.",
      );
      await expect(firstPath(page, "DC1 – DC2")).toContainText("224");
    });

    await test.step("a cost that is none is refused at its field, and stays typed", async () => {
      await cost.fill("0");
      await worth.getByRole("button", { name: "Save" }).click();
      await expect(worth.getByRole("alert")).toHaveText("A cost is 1 to 65,535.");
      await expect(cost).toHaveValue("0");
    });

    await test.step("saved, the detour is first, and the switches send by it", async () => {
      await cost.fill("22");
      await worth.getByRole("button", { name: "Save" }).click();
      await expect(firstPath(page, "DC1 – DC2")).toContainText(/226\s*228/);
      await expect(page.getByRole("region", { name: "DC1 – DC2", exact: true })).toContainText(
        "both ends send by path 1",
      );
    });
  } finally {
    await update(page, { code: "224", cost: 10 });
  }
  await expect(firstPath(page, "DC1 – DC2")).toContainText("224");
});

test("an operator changes the encapsulation of a link and sees each stage until it is done", async ({ openAs }) => {
  test.slow();
  const page = await openAs("operator");
  await page.goto("/admin/links/308");
  const panel = page.getByRole("region", { name: "Encapsulation" });
  const isVxlan = await panel.getByRole("radio", { name: /^VXLAN in use/ }).isVisible();
  const [from, to] = isVxlan ? (["VXLAN", "NVGRE"] as const) : (["NVGRE", "VXLAN"] as const);
  await changeTo(panel, to);
  await changeTo(panel, from);
});

test("an operator drains a link after reading what that does, and puts it back", async ({ openAs }) => {
  const page = await openAs("operator");
  try {
    await page.goto("/admin/links/306");
    await page.getByRole("button", { name: "Drain" }).click();
    const question = page.getByRole("alertdialog", { name: "Drain link 306?" });
    await expect(question).toContainText("DC1 – DC2 keeps link 224 as its best path. It loses the path over link 306.");
    // One that somebody ordered over this link alone may be there.
    await expect(question).toContainText(/pseudowires? (is|are) left without a path\./);
    await question.getByRole("button", { name: "Drain link" }).click();
    await expect(page.getByTestId("link-state")).toHaveText("drained");
    await expect(page.getByRole("heading", { name: "No pseudowire has a path over it" })).toBeVisible();

    await page.getByRole("button", { name: "Put back into service" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Put back" }).click();
    await expect(page.getByTestId("link-state")).toContainText("in service");
    await expect(page.getByRole("table", { name: "Paths of DC1 – DC2", exact: true })).toContainText("306");
  } finally {
    await update(page, { code: "306", state: "in_service" });
  }
});

test("the form of a new link is filled by keyboard, and keeps what was typed", async ({ openAs }) => {
  const page = await openAs("operator");
  await page.goto("/admin/links");
  await page.getByRole("button", { name: "Lay a link" }).focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Lay a link" });
  await form.getByRole("radio", { name: "Dedicated line" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("230");
  const from = form.getByRole("group", { name: "From" });
  await from.getByLabel("Switch").focus();
  await page.keyboard.type("124");
  await expect(from.getByText("Switch 124 has no free link port.")).toBeVisible();
  await form.getByRole("button", { name: "Lay link" }).focus();
  await page.keyboard.press("Enter");
  await expect(from.getByRole("alert")).toHaveText("Choose a port.");
  await expect(from.getByLabel("Link port")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(form.getByLabel("Code")).toHaveValue("230");
  await expect(form.getByRole("radio", { name: "Provider link" })).toBeChecked();
});

test("a tenant takes another path than the best one, and the address keeps it", async ({ openAs }) => {
  const page = await openAs("aspen");
  await page.goto("/extensions/new");
  await page
    .getByRole("region", { name: "Rack 102A" })
    .getByRole("link", { name: /^VLAN 20\b/ })
    .click();
  await page.getByRole("region", { name: "Cloud 208" }).getByRole("link", { name: /free$/ }).first().click();
  const way = page.getByRole("region", { name: "Way between the datacenters" });
  await expect(way).toContainText("over link 224, the best path");
  const paths = way.getByRole("table", { name: "Possible paths" });
  await expect(paths.getByRole("row", { name: /^224 .* taken$/ })).toContainText("9 ms");
  await way.getByRole("link", { name: "avoid link 224" }).click();
  await expect(way).toContainText("over links 226 and 228; you asked: not over link 224");
  await expect(paths.getByRole("row", { name: /^224 .* not as you asked$/ })).toBeVisible();
  await expect(page).toHaveURL(/[?&]avoid=224/);
  await page.reload();
  await expect(way).toContainText("over links 226 and 228");
  await expect(page.getByText("the frames cross links 226 and 228")).toBeVisible();
  await way.getByRole("link", { name: "use link 306" }).click();
  await expect(way).toContainText("over link 306; you asked: over link 306, not over link 224");
  await page.goBack();
  await page.goBack();
  await expect(way).toContainText("over link 224, the best path");
});

test("links are no tenant's page", async ({ openAs }) => {
  const page = await openAs("aspen");
  for (const address of ["/admin/links", "/admin/links/224"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  }
});

/** The best path of a pseudowire, as the page lists it. */
function firstPath(page: Page, pseudowire: string): Locator {
  return page
    .getByRole("table", { name: `Paths of ${pseudowire}`, exact: true })
    .locator("tbody tr")
    .first();
}

async function changeTo(panel: Locator, name: string): Promise<void> {
  await panel.getByRole("radio", { name }).check();
  await expect(panel.getByRole("region", { name: "Recap" })).toContainText("Make before break");
  await panel.getByRole("button", { name: `Change to ${name}` }).click();
  const change = panel.getByTestId("change");
  await expect(change).toContainText(`Both ends send ${name}`);
  await expect(change).toHaveAttribute("data-stage", "done", { timeout: CHANGE_MS });
  await expect(change).toContainText(/About \d+ frames? lost/);
  await expect(panel.getByRole("radio", { name: `${name} in use` })).toBeChecked();
}

/** Says something of a link by the API, to leave the world as it was. */
async function update(page: Page, link: { code: string; cost?: number; state?: "in_service" }): Promise<void> {
  const reply = await page.request.post("/api/trpc/links.update", { data: { json: link } });
  expect(reply.ok(), `link ${link.code} as it was`).toBe(true);
}
