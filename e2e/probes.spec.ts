import type { Page } from "@playwright/test";
import { orderExtension, releaseExtension, stateOf } from "./fixtures/order";
import { expect, test } from "./fixtures/portal";

/** A round begins each minute. */
const ROUND_MS = 80_000;

test("a tenant reads the rounds of an extension, pings, traces and tests its MTU", async ({ openAs }) => {
  test.slow();
  const page = await openAs("aspen");
  const operator = await openAs("operator");
  await orderExtension(page, { rack: "102A", vlan: "VLAN 20", cloud: "Cloud 208" });
  await approve(operator, page);
  await expect(stateOf(page)).toHaveText(/configured|live/);
  const panel = page.getByRole("region", { name: "Probes" });

  await test.step("the next round shows, and makes it live", async () => {
    await expect(panel.getByTestId("last-round")).toContainText(/\d of \d came back/, { timeout: ROUND_MS });
    await expect(stateOf(page)).toHaveText("live");
  });

  await test.step("a ping goes both ways", async () => {
    await panel.getByRole("button", { name: "Ping now" }).click();
    await expect(panel.getByTestId("ping-result")).toContainText(/102A to 210\S*5 of 5 came back/);
    await expect(panel.getByTestId("ping-result")).toContainText(/210\S* to 102A5 of 5 came back/);
  });

  await test.step("a trace names the switches in their order", async () => {
    await panel.getByRole("button", { name: "Trace" }).click();
    const trace = panel.getByTestId("trace-result");
    await expect(trace).toContainText("Every switch that was asked answered");
    const hops = await trace.getByRole("listitem").evaluateAll((items) => items.map((one) => one.dataset.hop));
    expect([...new Set(hops)]).toEqual(["116", "124", "220", "212"]);
  });

  await test.step("the computed MTU is proved, beside the path too", async () => {
    await panel.getByRole("button", { name: "Test MTU" }).click();
    await expect(panel.getByTestId("mtu-result")).toContainText(/MTU \d+: proved/);
    await expect(page.getByTestId("mtu-proof")).toContainText("proved by a probe");
  });

  await releaseExtension(page);
});

test("a loopback shows who and for how long, at every page, and is ended early by keyboard", async ({ openAs }) => {
  const page = await openAs("cedar");
  await page.goto("/extensions");
  await page.getByRole("link", { name: /^202, VLAN 10 to 210$/ }).click();
  const panel = page.getByRole("region", { name: "Probes" });
  const seconds = panel.getByLabel("Seconds");
  await seconds.fill("601");
  await panel.getByRole("button", { name: "Start loopback" }).click();
  await expect(panel.getByRole("alert")).toHaveText("A loopback lasts 1 to 600 s.");
  await seconds.fill("120");
  await seconds.press("Enter");
  const loopback = panel.getByTestId("loopback");
  await expect(loopback).toContainText("Frames turn back at 210, by Cleo");
  await expect(loopback.getByRole("timer")).toHaveText(/^(1[01]\d|120|\d\d) s left$/);

  const operator = await openAs("operator");
  await operator.goto(page.url());
  await expect(operator.getByRole("region", { name: "Probes" }).getByTestId("loopback")).toContainText("by Cleo");

  await panel.getByRole("button", { name: "End loopback" }).focus();
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("button", { name: "Start loopback" })).toBeVisible();
});

test("an operator drills line 224 and reads what each service lost", async ({ openAs }) => {
  const page = await openAs("operator");
  await page.goto("/admin/links/224");
  const panel = page.getByRole("region", { name: "Drill" });
  await panel.getByLabel("Seconds down").fill("0");
  await expect(panel.getByRole("alert")).toHaveText("Type a whole number of seconds, 1 to 120.");
  await panel.getByLabel("Seconds down").fill("3");
  await panel.getByRole("button", { name: "Drill", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Take link 224 down for 3 s?" });
  await expect(question).toContainText("DC1 – DC2");
  await question.getByRole("button", { name: "Begin the drill" }).click();
  await expect(panel.getByTestId("drill")).toContainText("Link 224 is down on purpose");
  await expect(panel.getByRole("timer")).toHaveText(/^\d s left$/);
  await expect(panel.getByTestId("drill")).toHaveCount(0, { timeout: 40_000 });
  const report = panel.getByTestId("drill-report").first();
  await expect(report).toContainText("Down for 3 s");
  await expect(report).toContainText("Cedar");
});

/** An operator admits the crossing of the extension whose page is open. */
async function approve(operator: Page, page: Page): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ json: { state: "pending" } }));
  const reply = await operator.request.get(`/api/trpc/requests.list?input=${input}`);
  const { result } = await reply.json();
  const extensionId = page.url().split("/").at(-1);
  const request = result.data.json.find((one: { extension: { id: string } }) => one.extension.id === extensionId);
  const approved = await operator.request.post("/api/trpc/requests.approve", { data: { json: { id: request.id } } });
  expect(approved.ok(), "the request is approved").toBe(true);
}
