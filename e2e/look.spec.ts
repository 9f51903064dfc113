import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Account, expect, test } from "./fixtures/portal";

interface View {
  readonly name: string;
  readonly who: Account;
  readonly path: string;
  /** A link to follow from there. */
  readonly link?: RegExp;
}

const VIEWS: readonly View[] = [
  { name: "racks", who: "aspen", path: "/racks" },
  { name: "rack", who: "aspen", path: "/racks", link: /^102A$/ },
  { name: "vlans", who: "aspen", path: "/vlans" },
  { name: "vlan", who: "cedar", path: "/vlans", link: /^imaging$/ },
  { name: "extensions", who: "aspen", path: "/extensions" },
  { name: "extension", who: "cedar", path: "/extensions", link: /^202, VLAN 10 to 110D$/ },
  { name: "order", who: "aspen", path: "/extensions/new" },
  { name: "machines", who: "aspen", path: "/machines" },
  { name: "new-machine", who: "aspen", path: "/machines/new" },
  { name: "requests", who: "cedar", path: "/requests" },
  { name: "overlap", who: "aspen", path: "/overlap" },
  { name: "audit", who: "aspen", path: "/audit" },
  { name: "inbox", who: "operator", path: "/admin/requests" },
  { name: "switches", who: "operator", path: "/admin/switches" },
  { name: "switch", who: "operator", path: "/admin/switches/116" },
  { name: "links", who: "operator", path: "/admin/links" },
  { name: "link", who: "operator", path: "/admin/links/224" },
  { name: "datacenters", who: "operator", path: "/admin/datacenters" },
  { name: "health", who: "operator", path: "/admin/health" },
];

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const THEMES = ["light", "dark"] as const;
/** Views of one test: a page is loaded once and then looked at in each width and theme. */
const VIEWS_A_TEST = 5;

for (let first = 0; first < VIEWS.length; first += VIEWS_A_TEST) {
  const views = VIEWS.slice(first, first + VIEWS_A_TEST);
  const names = views.map(({ name }) => name).join(", ");
  test(`${names}, light and dark, wide and narrow: accessible, nothing cut`, async ({ openAs }) => {
    test.slow();
    const pages = new Map<Account, Page>();
    for (const view of views) {
      const page = pages.get(view.who) ?? (await openAs(view.who, { viewport: SCREENS[0] }));
      pages.set(view.who, page);
      await page.setViewportSize(SCREENS[0]);
      await open(page, view);
      for (const screen of SCREENS) for (const theme of THEMES) await look(page, view.name, screen, theme);
    }
  });
}

async function look(page: Page, name: string, screen: (typeof SCREENS)[number], theme: (typeof THEMES)[number]) {
  await test.step(`${name}, ${screen.width} wide, ${theme}`, async () => {
    await page.setViewportSize(screen);
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: `test-results/look/${name}-${screen.width}-${theme}.png`, fullPage: true });
    expect(await widthBeyondScreen(page), `${name} runs over the screen`).toBeLessThanOrEqual(0);
    // The other theme differs in colours alone.
    expect(await seriousViolations(page, theme === "dark" ? ["color-contrast"] : undefined), name).toEqual([]);
  });
}

test("the sign-in page is accessible in both themes", async ({ browser, baseURL }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ baseURL, colorScheme });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "Dovetail" })).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await context.close();
  }
});

test("the picture of a frame that crosses datacenters", async ({ openAs }) => {
  const page = await openAs("cedar", { colorScheme: "light" });
  await open(page, { name: "picture", who: "cedar", path: "/extensions", link: /^202, VLAN 10 to 110D$/ });
  await page.getByRole("button", { name: "Send a frame" }).click();
  await expect(page.getByText(/^Frame "Happy" arrived/)).toBeVisible();
  const path =
    process.env.DOVETAIL_DOC_IMAGES === "1" ? "docs/images/frame-path.png" : "test-results/look/frame-path.png";
  await page.getByRole("region", { name: "Frame path" }).screenshot({ path });
});

test("with less motion wanted, the frame steps", async ({ openAs }) => {
  const page = await openAs("cedar", { reducedMotion: "reduce" });
  await open(page, { name: "picture", who: "cedar", path: "/extensions", link: /^202, VLAN 10 to 110D$/ });
  await page.getByRole("button", { name: "Send a frame" }).click();
  await expect(page.getByText(/^Frame "Happy" arrived/)).toBeVisible();
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter((one) => one instanceof CSSAnimation && /run|grow/.test(one.animationName))
        .length,
  );
  expect(moving).toBe(0);
});

async function open(page: Page, view: View): Promise<void> {
  await page.goto(view.path);
  if (view.link) {
    await page.getByRole("link", { name: view.link }).click();
    await page.waitForURL((url) => url.pathname !== view.path);
  }
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByTestId("live-state")).toHaveText("live");
  await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
}

function widthBeyondScreen(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** No list of what is right, and no style sheets loaded again: nothing is asked that needs them. */
const NEEDED = { resultTypes: ["violations" as const], preload: false };

async function seriousViolations(page: Page, rules?: string[]): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options(rules === undefined ? NEEDED : { ...NEEDED, runOnly: rules })
    .analyze();
  return violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
