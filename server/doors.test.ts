import superjson from "superjson";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { POST as authDoor } from "@/app/api/auth/[...all]/route";
import { POST as apiMutation, GET as apiQuery } from "@/app/api/trpc/[trpc]/route";
import { session } from "@/db/schema/auth";
import { openTestDatabase } from "@/db/test-database";
import { createAuth } from "./auth";
import { portal } from "./context";
import { addPerson } from "./services/tenant/add-person";
import { createTenant } from "./services/tenant/create-tenant";
import { openTestWorld, type TestWorld } from "./test-world";

const URL_HERE = "http://127.0.0.1:4711";

let world: TestWorld;

beforeAll(async () => {
  world = openTestWorld();
  const { db, live, system: ctx } = world;
  // What the portal would open from its environment.
  globalThis.dovetailPortal = {
    ...{ db, live },
    auth: createAuth({ db, url: URL_HERE, secret: "a secret of this test", demo: true }),
  };
  const { id: tenantId } = await createTenant({ ctx, input: { name: "Aspen Robotics", slug: "aspen" } });
  const ada = { name: "Ada Aspen", email: "Ada@Aspen.example", password: "dovetail-demo" };
  await addPerson({ ctx, input: { ...ada, tenantId } });
  const admin = { name: "Operations", email: "admin@dovetail.example", password: "dovetail-demo" };
  await addPerson({ ctx, input: { ...admin, tenantId: null } });
});

afterAll(() => {
  globalThis.dovetailPortal = undefined;
  world.close();
});

function signIn(email: string, password = "dovetail-demo", more: Record<string, string> = {}): Promise<Response> {
  const headers = { "content-type": "application/json", origin: URL_HERE, ...more };
  const body = JSON.stringify({ email, password });
  return authDoor(new Request(`${URL_HERE}/api/auth/sign-in/email`, { method: "POST", headers, body }));
}

async function cookieOf(email: string): Promise<string> {
  const reply = await signIn(email);
  return reply.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}

function query(path: string, cookie = ""): Promise<Response> {
  return apiQuery(new Request(`${URL_HERE}/api/trpc/${path}`, { headers: { cookie } }));
}

function mutate(path: string, input: unknown, cookie: string): Promise<Response> {
  const headers = { "content-type": "application/json", cookie };
  const body = JSON.stringify(superjson.serialize(input));
  return apiMutation(new Request(`${URL_HERE}/api/trpc/${path}`, { method: "POST", headers, body }));
}

const refusal = z.object({
  error: z.object({
    json: z.object({
      message: z.string(),
      // Strict: no stack of ours travels.
      data: z.strictObject({
        ...{ code: z.string(), httpStatus: z.number(), path: z.string() },
        dovetail: z.object({ code: z.string(), field: z.string().nullable(), requestId: z.string() }),
      }),
    }),
  }),
});

async function refusalOf(reply: Response) {
  const { message, data } = refusal.parse(await reply.json()).error.json;
  return { status: reply.status, message, ...data.dovetail, header: reply.headers.get("x-request-id") };
}

test("a member signs in with e-mail and password and is told who it is", async () => {
  const reply = await query("me.get", await cookieOf("ada@aspen.example"));
  expect(reply.status).toBe(200);
  expect(await reply.json()).toMatchObject({
    result: {
      data: {
        json: {
          user: { name: "Ada Aspen", email: "ada@aspen.example" },
          operator: false,
          tenant: { name: "Aspen Robotics", slug: "aspen" },
        },
      },
    },
  });
});

test("one of the operator's people has no tenant", async () => {
  const reply = await query("me.get", await cookieOf("admin@dovetail.example"));
  expect(await reply.json()).toMatchObject({ result: { data: { json: { operator: true, tenant: null } } } });
});

test("a cookie is for this site's own pages, out of scripts' reach, and without https not marked secure", async () => {
  const cookie = (await signIn("ada@aspen.example")).headers.getSetCookie().join();
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).not.toContain("Secure");
});

test("many sign in at the same time while others order, and each session is durable", async () => {
  const racks = world.datacenter({ clientPorts: 20 }).then(async ({ id: datacenterId }) => {
    const { api } = await world.member("Birch");
    const names = Array.from({ length: 20 }, (_, index) => `rack ${index}`);
    return Promise.all(names.map((name) => api.racks.register({ name, datacenterId, kind: "physical" })));
  });
  const before = await world.db.read.select().from(session);
  const replies = await Promise.all(Array.from({ length: 6 }, () => signIn("ada@aspen.example")));
  expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(await world.db.read.select().from(session)).toHaveLength(before.length + 6);
  expect(await racks).toHaveLength(20);
});

test("a wrong password and an unknown address are refused alike", async () => {
  const wrong = await signIn("ada@aspen.example", "guess-guess");
  const unknown = await signIn("nobody@aspen.example", "guess-guess");
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test.each(["https://elsewhere.example", "http://localhost.elsewhere.example:80", "null"])(
  "a page of %s cannot sign a browser of ours in",
  async (origin) => {
    const cookie = "dovetail.session_token=x";
    expect((await signIn("ada@aspen.example", "dovetail-demo", { origin, cookie })).status).toBe(403);
    const navigation = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await signIn("ada@aspen.example", "dovetail-demo", { origin, ...navigation })).status).toBe(403);
  },
);

test.each(["http://localhost:9999", "http://127.0.0.1:3000"])(
  "a demo world trusts %s of its machine",
  async (origin) => {
    const cookie = "dovetail.session_token=x";
    expect((await signIn("ada@aspen.example", "dovetail-demo", { origin, cookie })).status).toBe(200);
  },
);

test("who hammers at the sign-in from one address is told to wait, others are not", async () => {
  const from = (address: string) => signIn("", "", { "x-forwarded-for": address });
  const replies = await Promise.all(Array.from({ length: 45 }, () => from("192.0.2.1")));
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(40).fill(400), ...Array(5).fill(429)]);
  expect((await from("192.0.2.2")).status).toBe(400);
});

test("strangers make no accounts", async () => {
  const body = JSON.stringify({ name: "Eve", email: "eve@elsewhere.example", password: "dovetail-demo" });
  const headers = { "content-type": "application/json", origin: URL_HERE };
  const reply = await authDoor(new Request(`${URL_HERE}/api/auth/sign-up/email`, { method: "POST", headers, body }));
  expect(reply.status).toBe(400);
});

test("without a session everything is refused as signed out", async () => {
  expect(await refusalOf(await query("me.get"))).toMatchObject({ status: 401, code: "signed_out", field: null });
  expect((await query("me.get", "dovetail.session_token=forged")).status).toBe(401);
});

test("input that breaks a rule is refused with its field and the sentence of the rule", async () => {
  const cookie = await cookieOf("ada@aspen.example");
  const input = { name: "102A", datacenterId: "dc", kind: "physical", mac: "57:89:6f:88:9d:c7" };
  const told = await refusalOf(await mutate("racks.register", input, cookie));
  expect(told).toMatchObject({ status: 400, code: "invalid", field: "mac" });
  expect(told.message).toContain("Did you mean 56:89:6f:88:9d:c7?");
  expect(told.header).toBe(told.requestId);
});

test("what is absent is 404, what the person may not do 403", async () => {
  const cookie = await cookieOf("ada@aspen.example");
  expect(await refusalOf(await mutate("vlans.release", { id: "vlan_none" }, cookie))).toMatchObject({
    ...{ status: 404, code: "not_found" },
    message: "There is no VLAN vlan_none here. Check the id, or open the list of yours.",
  });
  const admin = await cookieOf("admin@dovetail.example");
  const rack = { name: "a", datacenterId: "dc", kind: "physical" };
  expect(await refusalOf(await mutate("racks.register", rack, admin))).toMatchObject({
    status: 403,
    code: "forbidden",
  });
});

test("a failure of ours tells its request id and nothing else", async () => {
  const whole = portal();
  const cookie = await cookieOf("ada@aspen.example");
  globalThis.dovetailPortal = { ...whole, db: { ...world.db, read: brokenConnection() } };
  const told = await refusalOf(await query("racks.list", cookie));
  globalThis.dovetailPortal = whole;
  expect(told).toMatchObject({ status: 500, code: "internal", field: null });
  expect(told.message).toBe(`Something on our side failed. Try again; the request id is ${told.requestId}.`);
  expect(told.header).toBe(told.requestId);
});

/** A connection that somebody has closed. */
function brokenConnection() {
  const other = openTestDatabase();
  other.close();
  return other.read;
}
